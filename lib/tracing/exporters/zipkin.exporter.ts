import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { ZipkinExporterOptions } from '../../options/exporter.options.js';
import { within } from '../../life-cycle/within.js';
import { httpCall } from '../../sending/http-call.js';
import { atDeadline, type Sender, shownAddress } from '../../sending/sender.js';
import { type ZipkinEndpoint, zipkinSpan } from './zipkin-span.js';

type Settings = Required<Pick<ZipkinExporterOptions, 'endpoint' | 'headers' | 'timeoutMs'>> & {
  readonly localEndpoint: ZipkinEndpoint;
};

/** Zipkin's v2 JSON over HTTP. A batch is sent once: there are no retries. */
export class ZipkinExporter implements SpanExporter, Sender {
  readonly address: string;
  private readonly url: URL;
  private readonly over = new AbortController();

  constructor(private readonly settings: Settings) {
    this.url = new URL(settings.endpoint);
    this.address = shownAddress(settings.endpoint);
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.send(spans).then(
      () => done({ code: ExportResultCode.SUCCESS }),
      (error: Error) => done({ code: ExportResultCode.FAILED, error }),
    );
  }

  closeBy(deadline: AbortSignal): void {
    atDeadline(deadline, () => this.over.abort(new Error('the application has shut down')));
  }

  async shutdown(): Promise<void> {}

  private async send(spans: readonly ReadableSpan[]): Promise<void> {
    const { headers, timeoutMs, localEndpoint } = this.settings;
    const { status } = await within(
      timeoutMs,
      (signal) =>
        httpCall(this.url, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify(spans.map((span) => zipkinSpan(span, localEndpoint))),
          signal,
        }),
      this.over.signal,
    );
    if (status < 200 || status > 299) throw new Error(`Zipkin answered with status ${status}`);
  }
}
