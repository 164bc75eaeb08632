import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { Logger, Metrics, TelemetryModule, Tracing } from 'nestjs-telemetry';
import { transport } from './orders.js';
import { OrdersController } from './orders.controller.js';
import { plainSpan } from './plain-span.js';

// The service in a process of its own: a microservice, or one beside HTTP that does not share its configuration.
const [, , setUp, port] = process.argv;
const finished: ReadableSpan[] = [];
const exporter: SpanExporter = {
  export: (spans, done) => {
    finished.push(...spans);
    done({ code: 0 });
  },
  shutdown: async () => undefined,
};
const lines: string[] = [];

@Module({
  imports: [
    TelemetryModule.forRoot({
      service: { name: 'orders' },
      tracing: { exporter },
      logging: { format: 'json', destination: { write: (line: string) => lines.push(line) } },
      metrics: { processMetrics: false },
    }),
  ],
  controllers: [OrdersController],
})
class OrdersModule {}

const options = transport(`127.0.0.1:${port}`);
const silent = { logger: false } as const;
const app =
  setUp === 'hybrid'
    ? await NestFactory.create(OrdersModule, silent)
    : await NestFactory.createMicroservice(OrdersModule, { ...options, ...silent });
app.useLogger(app.get(Logger));
if ('connectMicroservice' in app) {
  app.connectMicroservice(options);
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
} else {
  await app.listen();
}

process.on('message', async (order: 'report' | 'close') => {
  if (order === 'close') await app.close();
  else await app.get(Tracing).flush();
  const metrics = await app.get(Metrics).registry.metrics();
  const spans = finished.map(plainSpan);
  process.send?.({ spans, metrics, lines: lines.map((line) => JSON.parse(line) as object) });
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
