import { context as contextApi, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { ZipkinExporterOptions } from '../../options/exporter.options.js';
import { within } from '../../life-cycle/within.js';
import { httpCall } from '../../sending/http-call.js';
import { outcomeOfError, outcomeOfStatus } from '../../sending/passing-failure.js';
import { retryAfterMs } from '../../sending/retry-after.js';
import type { SendOutcome } from '../../sending/send-outcome.js';
import { atDeadline, shownAddress } from '../../sending/sender.js';
import type { SpanSender } from './span-sender.js';
import type { ZipkinEndpoint } from './zipkin-endpoint.js';
import { zipkinSpan } from './zipkin-span.js';

type Settings = Required<Pick<ZipkinExporterOptions, 'endpoint' | 'headers' | 'timeoutMs'>> & {
  readonly localEndpoint: ZipkinEndpoint;
};

/** Zipkin's v2 JSON over HTTP. */
export class ZipkinSender implements SpanSender {
  readonly address: string;
  private readonly url: URL;
  private readonly over = new AbortController();

  constructor(private readonly settings: Settings) {
    this.url = new URL(settings.endpoint);
    this.address = shownAddress(settings.endpoint);
  }

  async send(spans: readonly ReadableSpan[]): Promise<SendOutcome> {
    const { timeoutMs } = this.settings;
    let body: string;
    try {
      body = JSON.stringify(spans.map((span) => zipkinSpan(span, this.settings.localEndpoint)));
    } catch (error) {
      return { kind: 'lost', reason: 'failed', error };
    }
    try {
      const { status, statusText, headers } = await within(
        timeoutMs,
        (signal) => this.post(body, signal),
        this.over.signal,
      );
      if (status >= 200 && status <= 299) return { kind: 'sent' };
      return outcomeOfStatus(status, statusText, retryAfterMs(headers['retry-after']));
    } catch (error) {
      return outcomeOfError(error);
    }
  }

  closeBy(deadline: AbortSignal): void {
    atDeadline(deadline, () => this.over.abort(new Error('the application has shut down')));
  }

  async close(): Promise<void> {}

  private post(body: string, signal: AbortSignal) {
    const headers = { ...this.settings.headers, 'content-type': 'application/json' };
    return contextApi.with(suppressTracing(ROOT_CONTEXT), () =>
      httpCall(this.url, { method: 'POST', headers, body, signal }),
    );
  }
}
