import type { AddressInfo } from 'node:net';
import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { SpanKind } from '@opentelemetry/api';
import { type ReadableSpan } from '@opentelemetry/sdk-trace';
import { Logger, Metrics, TelemetryModule, type TelemetryOptions, Tracing } from 'nestjs-telemetry';
import { turns, until } from '../until.js';
import { ExaminedSpanExporter } from '../conventions/registry/examined-exporter.js';

export const ADAPTERS = ['express', 'fastify'] as const;
export type Adapter = (typeof ADAPTERS)[number];

/** A line of the log, parsed. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly trace_id?: string;
  readonly span_id?: string;
  readonly request_id?: string;
  readonly context?: string;
  readonly error?: { readonly type: string; readonly message: string };
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** A running Nest application with everything that telemetry said of it. */
export interface ObservedApplication {
  readonly app: INestApplication;
  readonly port: number;
  readonly url: string;
  /** Finished spans, oldest first. */
  spans(): Promise<readonly ReadableSpan[]>;
  /** Waits for the server span number `count`, and makes sure that there is no further one. */
  serverSpans(count: number): Promise<readonly ReadableSpan[]>;
  lines(): readonly LogLine[];
  /** Lines that report a finished request. */
  requestLines(): readonly LogLine[];
  /** The value of a series by its name and labels as the endpoint shows them; undefined when there is none. */
  series(name: string): Promise<number | undefined>;
  seriesNames(): Promise<readonly string[]>;
  /** Forgets spans and lines, for tests that share an application. Metrics go on counting. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

const open = new Set<INestApplication>();

// A test that fails may not have closed its application, which would go on observing what later files do.
afterAll(async () => {
  for (const app of open) await app.close();
});

type DriverOptions = Pick<TelemetryOptions, 'database' | 'cache'>;
let insisted: DriverOptions = {};

/** For tests of drivers, which this package declares for its development only: opens them in each application. */
export function insistOnDrivers(options: DriverOptions): void {
  insisted = options;
}

export async function startObserved(
  adapter: Adapter,
  metadata: ModuleMetadata,
  options: TelemetryOptions = {},
  prepare: (app: INestApplication) => void = () => undefined,
): Promise<ObservedApplication> {
  const exporter = new ExaminedSpanExporter();
  const text: string[] = [];
  const testing = await Test.createTestingModule({
    ...metadata,
    imports: [
      TelemetryModule.forRoot({
        ...options,
        database: { ...options.database, drivers: { ...insisted.database?.drivers, ...options.database?.drivers } },
        cache: { ...options.cache, drivers: { ...insisted.cache?.drivers, ...options.cache?.drivers } },
        tracing: { exporter, ...options.tracing },
        logging: { destination: { write: (line: string) => text.push(line) }, format: 'json', ...options.logging },
        metrics: { processMetrics: false, ...options.metrics },
        // A test's own requests come from this process: they must not show as if the application had made them.
        http: { outgoing: false, ...options.http },
      }),
      ...(metadata.imports ?? []),
    ],
  }).compile();
  const app = testing.createNestApplication(adapter === 'express' ? new ExpressAdapter() : new FastifyAdapter());
  open.add(app);
  app.useLogger(app.get(Logger));
  prepare(app);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;

  async function spans(): Promise<readonly ReadableSpan[]> {
    await app.get(Tracing).flush();
    return exporter.getFinishedSpans();
  }
  async function serverSpans(count: number): Promise<readonly ReadableSpan[]> {
    const found = async () => (await spans()).filter((span) => span.kind === SpanKind.SERVER);
    await until(async () => (await found()).length >= count);
    // A second report of the same request would show itself.
    await turns();
    return found();
  }
  async function sampleLines(): Promise<readonly string[]> {
    return (await app.get(Metrics).registry.metrics())
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
  }
  const lines = () => text.map((line) => JSON.parse(line) as LogLine);
  return {
    app,
    port,
    url: `http://127.0.0.1:${port}`,
    spans,
    serverSpans,
    lines,
    requestLines: () => lines().filter((line) => line.fields?.['event'] === 'http_request'),
    series: async (name) => {
      const line = (await sampleLines()).find((candidate) => candidate.startsWith(`${name} `));
      return line === undefined ? undefined : Number(line.slice(name.length + 1));
    },
    seriesNames: async () => (await sampleLines()).map((line) => line.slice(0, line.lastIndexOf(' '))),
    reset: async () => {
      await spans();
      exporter.reset();
      text.length = 0;
    },
    close: () => {
      open.delete(app);
      return app.close();
    },
  };
}
