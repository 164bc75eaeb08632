import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { Controller, Get, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type ClientProxy, ClientsModule, EventPattern, MessagePattern, Transport } from '@nestjs/microservices';
import { SpanKind } from '@opentelemetry/api';

import { TelemetryModule, Tracing } from 'nestjs-telemetry';
import type { Observable } from 'rxjs';
import { until } from '../../until.js';
import { describeWithServer } from '../tcp-server.js';
import { freePort } from './free-port.js';
import { type SpanRecord, spanRecord } from './span-record.js';
import { subscribed } from './subscribed.js';
import { ExaminedSpanExporter } from '../../conventions/registry/examined-exporter.js';

const REDIS_ENDS = { transport: Transport.REDIS, options: { host: '127.0.0.1', port: 6379 } } as const;

describeWithServer('Redis', 6379, 'A hybrid application that does not inherit its configuration', () => {
  it('has one trace from the HTTP request over TCP and Redis', async () => {
    const stock = `hybrid-${randomUUID()}`;
    const tcp = { transport: Transport.TCP, options: { host: '127.0.0.1', port: await freePort() } } as const;
    const exporter = new ExaminedSpanExporter();

    @Controller()
    class HybridController {
      constructor(
        @Inject('TCP') private readonly requests: ClientProxy,
        @Inject('REDIS') private readonly events: ClientProxy,
      ) {}
      @Get('order')
      order(): Observable<unknown> {
        return this.requests.send('reserve', { book: 1 });
      }
      @MessagePattern('reserve', Transport.TCP)
      reserve(): { readonly reserved: true } {
        this.events.emit(stock, { book: 1 });
        return { reserved: true };
      }
      @EventPattern(stock, Transport.REDIS)
      stockChanged(_data: object): void {}
    }
    @Module({
      imports: [
        TelemetryModule.forRoot({ tracing: { exporter }, logging: { level: 'fatal' }, http: { outgoing: false } }),
        ClientsModule.register([
          { name: 'TCP', ...tcp },
          { name: 'REDIS', ...REDIS_ENDS },
        ]),
      ],
      controllers: [HybridController],
    })
    class HybridModule {}

    const app = await NestFactory.create(HybridModule, { logger: false });
    app.connectMicroservice(tcp);
    const redis = app.connectMicroservice(REDIS_ENDS);
    await app.startAllMicroservices();
    await subscribed(redis, REDIS_ENDS);
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;

    const answer = await (await fetch(`http://127.0.0.1:${port}/order`)).json();
    const spans = async (): Promise<readonly SpanRecord[]> => {
      await app.get(Tracing).flush();
      return exporter.getFinishedSpans().map(spanRecord);
    };
    const handled = async () => (await spans()).some(({ name }) => name === `process ${stock}`);
    await until(handled);
    const all = await spans();
    await app.close();

    expect(answer).toEqual({ reserved: true });
    const path: string[] = [];
    for (let span = all.find(({ name }) => name === `process ${stock}`); span !== undefined;) {
      path.unshift(`${SpanKind[span.kind]} ${span.name}`);
      const { parentId } = span;
      span = all.find(({ spanId }) => spanId === parentId);
    }
    expect(path).toEqual([
      'SERVER GET /order',
      'PRODUCER send reserve',
      'CONSUMER process reserve',
      `PRODUCER publish ${stock}`,
      `CONSUMER process ${stock}`,
    ]);
  });
});
