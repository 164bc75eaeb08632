// Two applications, each with the telemetry of another copy of the package, in one process. Writes what each of them
// did with the requests of both.
import 'reflect-metadata';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { Controller, Get, type LoggerService, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { trace } from '@opentelemetry/api';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import * as here from 'nestjs-telemetry';

const other = (await import(pathToFileURL(process.argv[2] ?? '').href)) as typeof here;

const received: Record<string, string[]> = {};
const target = createServer((request, response) => {
  const names = request.rawHeaders.filter((_header, at) => at % 2 === 0).map((name) => name.toLowerCase());
  received[request.url ?? ''] = names.filter((name) => ['traceparent', 'b3'].includes(name));
  response.end('ok');
});
await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}`;

const reports: string[] = [];
const note = (message: unknown, context: unknown): void => void (context === 'Telemetry' && reports.push(`${message}`));
const logger: LoggerService = { log() {}, error: note, warn: note };

const database = new DatabaseSync(':memory:');

async function workFor(name: string): Promise<void> {
  await (await fetch(`${url}/${name}/fetch`)).text();
  await new Promise<void>((resolve, reject) => {
    const read = (response: IncomingMessage): void => void response.resume().once('close', resolve);
    get(`${url}/${name}/node-http`, read).once('error', reject);
  });
  database.prepare('SELECT 1').get();
  trace.getTracer('library').startSpan(`library in ${name}`).end();
}

interface Started {
  readonly app: NestFastifyApplication;
  readonly exporter: InMemorySpanExporter;
  readonly flush: () => Promise<void>;
}

async function start(copy: typeof here, name: string, propagator: 'b3' | 'tracecontext', more: () => Promise<void>) {
  const exporter = new InMemorySpanExporter();
  class Work {
    async run(): Promise<string> {
      await workFor(name);
      await this.step();
      await more();
      return 'done';
    }
    async step(): Promise<void> {}
  }
  const step = Object.getOwnPropertyDescriptor(Work.prototype, 'step') as PropertyDescriptor;
  copy.Span('step')(Work.prototype, 'step', step);
  Object.defineProperty(Work.prototype, 'step', step);
  const run = Object.getOwnPropertyDescriptor(Work.prototype, 'run') as PropertyDescriptor;
  Get(name)(Work.prototype, 'run', run);
  Controller()(Work);
  class AppModule {}
  Module({
    imports: [
      copy.TelemetryModule.forRoot({
        tracing: { exporter, propagators: [propagator] },
        metrics: { processMetrics: false },
        logging: { level: 'fatal' },
      }),
    ],
    controllers: [Work as Type],
  })(AppModule);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { logger });
  await app.listen(0, '127.0.0.1');
  return { app, exporter, flush: () => app.get(copy.Tracing).flush() } satisfies Started;
}

const second = await start(other, 'second', 'tracecontext', async () => undefined);
const first = await start(here, 'first', 'b3', async () => {
  await second.app.inject('/second');
  received['nested'] = received['/second/fetch'] ?? [];
  received['/second/fetch'] = [];
});
await first.app.inject('/first');
await second.app.inject('/second');
await fetch(`${url}/outside`).then((response) => response.text());

const spans: Record<string, string[]> = {};
for (const [name, { exporter, flush }] of Object.entries({ first, second })) {
  await flush();
  spans[name] = exporter.getFinishedSpans().map((span) => span.name);
}
await first.app.close();
await second.app.close();
target.close();
process.stdout.write(`\n${JSON.stringify({ received, spans, reports })}`);
