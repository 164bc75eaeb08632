import type { Agent } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { convertLegacyHttpOptions } from '@opentelemetry/otlp-exporter-base/node-http';
import { within } from '../life-cycle/within.js';
import { type HttpAnswer, httpCall } from './http-call.js';
import { readAnswer } from './otlp-answer.js';
import type { OtlpTransport } from './otlp-client.js';
import { isBroken, outcomeOfError, outcomeOfStatus } from './passing-failure.js';
import { retryAfterMs } from './retry-after.js';
import type { SendOutcome } from './send-outcome.js';
import { atDeadline, shownAddress } from './sender.js';

/** What the SDK makes of options and environment. */
export type OtlpHttpSettings = ReturnType<typeof convertLegacyHttpOptions>;

const USER_AGENT = 'nestjs-telemetry (OTLP over HTTP, JavaScript)';

const compress = promisify(gzip);

/** Sends OTLP over HTTP. Unlike the SDK's own transport it can be ended: then no socket and no timer is left. */
export class OtlpHttpTransport implements OtlpTransport {
  readonly address: string;
  private readonly url: URL;
  private readonly over = new AbortController();
  private agent: Agent | undefined;

  constructor(
    private readonly settings: OtlpHttpSettings,
    private readonly json: boolean,
  ) {
    this.url = new URL(settings.url);
    this.address = shownAddress(settings.url);
  }

  async send(data: Uint8Array): Promise<SendOutcome> {
    try {
      const { timeoutMillis } = this.settings;
      const answer = await within(timeoutMillis, (signal) => this.post(data, signal), this.over.signal);
      const { status, statusText, headers, body } = answer;
      if (status >= 200 && status <= 299) return readAnswer(body, headers['content-type'], this.json);
      return outcomeOfStatus(status, statusText, retryAfterMs(headers['retry-after']));
    } catch (error) {
      return outcomeOfError(error);
    }
  }

  closeBy(deadline: AbortSignal): void {
    atDeadline(deadline, () => {
      this.over.abort(new Error('the application has shut down'));
      this.shutdown();
    });
  }

  shutdown(): void {
    this.agent?.destroy();
  }

  private async post(data: Uint8Array, signal: AbortSignal): Promise<HttpAnswer> {
    const { settings, url } = this;
    const zipped = (settings.compression as string) === 'gzip';
    this.agent ??= await settings.agentFactory(url.protocol);
    const headers = {
      'User-Agent': USER_AGENT,
      ...(await settings.headers()),
      ...(zipped ? { 'Content-Encoding': 'gzip' } : {}),
    };
    const body = zipped ? await compress(data) : data;
    const call = { method: 'POST', headers, body, agent: this.agent, signal } as const;
    try {
      return await httpCall(url, call);
    } catch (error) {
      // A receiver may close an idle connection in the moment in which it is used again.
      if (!isBroken(error) || (error as { readonly reusedSocket?: boolean }).reusedSocket !== true) throw error;
      return httpCall(url, call);
    }
  }
}
