import 'reflect-metadata';
import type { AddressInfo, Server } from 'node:net';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type MicroserviceOptions, Transport } from '@nestjs/microservices';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { TelemetryModule, Tracing } from 'nestjs-telemetry';
import { Subject } from 'rxjs';
import { type HandlerName, patternOf } from './cases.js';
import { grpcPattern } from './grpc.transport.js';
import { peerController } from './peer.controller.js';
import type { FromPeer, PeerArguments, ToPeer } from './peer.messages.js';
import { spanRecord } from './span-record.js';
import { subscribed } from './subscribed.js';

// The other end of a transport, with telemetry or without. It ends with the test.
const { namespace, observed, options } = JSON.parse(process.argv[2] ?? '{}') as PeerArguments;
const tell = (message: FromPeer) => void process.send?.(message);
const released = new Subject<void>();
const isGrpc = 'transport' in options && options.transport === Transport.GRPC;
const pattern = (name: HandlerName) => (isGrpc ? grpcPattern(name) : patternOf(namespace, name));

const exporter: SpanExporter = {
  export(spans, done) {
    for (const span of spans) tell({ span: spanRecord(span) });
    done({ code: 0 });
  },
  shutdown: async () => undefined,
  forceFlush: async () => undefined,
};

@Module({
  imports: observed
    ? [TelemetryModule.forRoot({ service: { name: 'peer' }, tracing: { exporter }, logging: { level: 'fatal' } })]
    : [],
  controllers: [peerController(pattern, released, (handled, data) => tell({ handled, data }))],
})
class PeerModule {}

const app = await NestFactory.createMicroservice<MicroserviceOptions>(PeerModule, { ...options, logger: false });
await app.listen();
await subscribed(app, options);

process.on('message', async (message: ToPeer) => {
  if (message === 'release') released.next();
  if (message === 'flush') {
    if (observed) await app.get(Tracing).flush();
    tell({ flushed: true });
  }
});
process.once('disconnect', () => process.exit());

const port =
  'transport' in options && options.transport === Transport.TCP
    ? (app.unwrap<Server>().address() as AddressInfo).port
    : undefined;
tell({ ready: true, port });
