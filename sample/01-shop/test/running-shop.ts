import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { Logger, Tracing } from 'nestjs-telemetry';
import { AppModule } from '../src/app.module.js';
import { type AdapterName, httpAdapter } from '../src/http-adapter.js';

/** Connections that fetch keeps open, or opens ahead, would hold up the server's close for seconds. */
export const LAST_ON_ITS_CONNECTION = { connection: 'close' };

export type LogLine = Readonly<Record<string, unknown>>;

/** An answer, and the trace in which it was given. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly traceId: string;
}

/** The whole shop on a port of its own, with its spans and log lines at hand. */
export class RunningShop {
  private constructor(
    private readonly app: INestApplication,
    private readonly exporter: InMemorySpanExporter,
    private readonly written: readonly string[],
    readonly url: string,
  ) {}

  static async start(adapter: AdapterName): Promise<RunningShop> {
    const exporter = new InMemorySpanExporter();
    const written: string[] = [];
    const telemetry = AppModule.register({
      service: { name: 'shop' },
      tracing: { exporter },
      logging: { format: 'json', destination: { write: (line) => void written.push(line) } },
    });
    const module = await Test.createTestingModule({ imports: [telemetry] }).compile();
    const app = module.createNestApplication(await httpAdapter(adapter), { bufferLogs: true });
    app.useLogger(app.get(Logger));
    await app.listen(0, '127.0.0.1');
    return new RunningShop(app, exporter, written, await app.getUrl());
  }

  async request(method: string, path: string, init: { key?: string; body?: unknown } = {}): Promise<Answer> {
    const traceId = randomBytes(16).toString('hex');
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...LAST_ON_ITS_CONNECTION,
        traceparent: traceparent(traceId),
        ...(init.key === undefined ? {} : { 'x-api-key': init.key }),
        ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown), traceId };
  }

  /** The finished spans of one trace; a request's own ends only when its connection is done with the response. */
  async spans(traceId: string): Promise<readonly ReadableSpan[]> {
    for (let attempt = 0; attempt < 500; attempt++) {
      await this.app.get(Tracing).flush();
      const spans = this.exporter.getFinishedSpans().filter((span) => span.spanContext().traceId === traceId);
      if (spans.some((span) => span.parentSpanContext?.isRemote === true)) return spans;
      await sleep(10);
    }
    throw new Error(`The request of trace ${traceId} has not ended`);
  }

  logLines(traceId: string): readonly LogLine[] {
    return this.written.map((line) => JSON.parse(line) as LogLine).filter((line) => line['trace_id'] === traceId);
  }

  /** The samples whose name is one of `names`, as the endpoint writes them. */
  async samples(...names: string[]): Promise<readonly string[]> {
    const response = await fetch(`${this.url}/metrics`, { headers: LAST_ON_ITS_CONNECTION });
    const text = await response.text();
    return text.split('\n').filter((line) => names.includes(/^\w+/.exec(line)?.[0] ?? ''));
  }

  close(): Promise<void> {
    return this.app.close();
  }
}

export function traceparent(traceId: string): string {
  return `00-${traceId}-b7ad6b7169203331-01`;
}
