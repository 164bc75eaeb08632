import type { AddressInfo } from 'node:net';
import { ExpressAdapter } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { Logger, TelemetryModule, type TelemetryOptions, Tracing } from 'nestjs-telemetry';
import { type ExporterCounts, ExportStatistics } from '../../lib/tracing/export-statistics.js';
import { setEnvironment } from '../integration/exporters/environment-variables.js';
import { order, SHOP } from '../integration/exporters/shop.js';

/** What is left of an application that served requests in an environment. */
export interface Ran {
  readonly counts: readonly ExporterCounts[];
  readonly lines: readonly string[];
}

/** Runs a real application with these variables and nothing else of `OTEL_`. */
export async function runIn(
  variables: Readonly<Record<string, string>>,
  options: TelemetryOptions = {},
  use: (url: string, tracing: Tracing) => Promise<unknown> = (url) => order(url),
): Promise<Ran> {
  const restore = setEnvironment({ OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none', ...variables });
  const lines: string[] = [];
  try {
    const testing = await Test.createTestingModule({
      ...SHOP,
      imports: [
        TelemetryModule.forRoot({
          ...options,
          logging: { ...options.logging, destination: { write: (line: string) => lines.push(line) }, format: 'json' },
          http: { outgoing: false },
        }),
      ],
    }).compile();
    const app = testing.createNestApplication(new ExpressAdapter());
    app.useLogger(app.get(Logger));
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    try {
      await use(`http://127.0.0.1:${port}`, app.get(Tracing));
    } finally {
      await app.close();
    }
    return { counts: app.get(ExportStatistics).read(), lines };
  } finally {
    restore();
  }
}

/** An exporter that notes the size of each batch and answers as told. */
export class NotingExporter implements SpanExporter {
  readonly batches: number[] = [];

  constructor(private readonly answers: 'at once' | 'never') {}

  export(spans: unknown[], done: (result: { code: number }) => void): void {
    this.batches.push(spans.length);
    if (this.answers === 'at once') done({ code: 0 });
  }

  async shutdown(): Promise<void> {}
}
