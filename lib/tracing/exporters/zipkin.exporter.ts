import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { ZipkinExporterOptions } from '../../options/exporter.options.js';
import { type ZipkinEndpoint, zipkinSpan } from './zipkin-span.js';

type Settings = Required<Pick<ZipkinExporterOptions, 'endpoint' | 'headers' | 'timeoutMs'>> & {
  readonly localEndpoint: ZipkinEndpoint;
};

/** Zipkin's v2 JSON over HTTP. */
export class ZipkinExporter implements SpanExporter {
  constructor(private readonly settings: Settings) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.send(spans).then(
      () => done({ code: ExportResultCode.SUCCESS }),
      (error: Error) => done({ code: ExportResultCode.FAILED, error }),
    );
  }

  async shutdown(): Promise<void> {}

  private async send(spans: readonly ReadableSpan[]): Promise<void> {
    const { endpoint, headers, timeoutMs, localEndpoint } = this.settings;
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(spans.map((span) => zipkinSpan(span, localEndpoint))),
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`Zipkin answered with status ${response.status}`);
  }
}
