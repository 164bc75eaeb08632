import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type ClientGrpc, ClientKafka, ClientsModule } from '@nestjs/microservices';

import { TelemetryModule, Tracing } from 'nestjs-telemetry';
import { patternOf, REQUESTS } from './cases.js';
import { type SpanRecord, spanRecord } from './span-record.js';
import type { Sender, TransportUnderTest } from './transport.js';
import { ExaminedSpanExporter } from '../../conventions/registry/examined-exporter.js';

const PEER = 'PEER';

/** The application of this process, which has a client for the peer. */
export interface ClientEnd {
  readonly client: Sender;
  /** Runs `fn` below a span of this name. Without telemetry it just runs. */
  below<T>(name: string, fn: () => Promise<T>): Promise<T>;
  spans(): Promise<readonly SpanRecord[]>;
  close(): Promise<void>;
}

export async function startClient(
  transport: TransportUnderTest,
  namespace: string,
  address: string,
  observed: boolean,
): Promise<ClientEnd> {
  const exporter = new ExaminedSpanExporter();
  const telemetry = TelemetryModule.forRoot({
    service: { name: 'client' },
    tracing: { exporter },
    logging: { level: 'fatal' },
  });
  @Module({
    imports: [
      ...(observed ? [telemetry] : []),
      ClientsModule.register([{ name: PEER, ...transport.client(namespace, address) }]),
    ],
  })
  class ClientModule {}

  const app = await NestFactory.createApplicationContext(ClientModule, { logger: false });
  const made = app.get<Sender & ClientGrpc>(PEER);
  const client = transport.sender?.(made, namespace) ?? made;
  if (client instanceof ClientKafka) {
    for (const request of REQUESTS) client.subscribeToResponseOf(patternOf(namespace, request));
  }
  await client.connect();
  return {
    client,
    below: (name, fn) => (observed ? app.get(Tracing).run(name, fn) : fn()),
    spans: async () => {
      if (observed) await app.get(Tracing).flush();
      return exporter.getFinishedSpans().map(spanRecord);
    },
    close: () => app.close(),
  };
}
