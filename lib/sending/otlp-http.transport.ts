import type { Agent } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base';
import type { convertLegacyHttpOptions } from '@opentelemetry/otlp-exporter-base/node-http';
import { TimeLimitError, within } from '../life-cycle/within.js';
import { Attempts } from './attempts.js';
import { type HttpAnswer, httpCall } from './http-call.js';
import { retryAfterMs } from './retry-after.js';
import { atDeadline, type Sender, shownAddress } from './sender.js';
import { isError } from '../conventions/errors/is-error.js';

/** What the SDK makes of options and environment. */
export type OtlpHttpSettings = ReturnType<typeof convertLegacyHttpOptions>;

/** Answers that ask for patience. Source: OTLP specification, «Retryable response codes». */
const PATIENCE: ReadonlySet<number> = new Set([429, 502, 503, 504]);
/** The receiver is there, and the connection broke: the next one may not. */
const BROKEN: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE']);
/** The receiver could not be reached. */
const UNREACHED: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
  'ENETUNREACH',
  'EHOSTUNREACH',
]);

const USER_AGENT = 'nestjs-telemetry (OTLP over HTTP, JavaScript)';

const compress = promisify(gzip);

/** The receiver refused: `code` is the status. */
export class OtlpStatusError extends Error {
  constructor(
    readonly code: number,
    text: string,
  ) {
    super(`The receiver answered with status ${code} ${text}`.trimEnd());
  }
}

interface Failure {
  readonly error: Error;
  /** Undefined: a repetition would fail too. */
  readonly passing?: { readonly quick: boolean; readonly waitMs: number | undefined };
}

/**
 * Sends OTLP over HTTP, with retries. Unlike the SDK's own transport it can be hurried and ended: then no socket, timer
 * or retry is left.
 */
export class OtlpHttpTransport implements IExporterTransport, Sender {
  readonly address: string;
  private readonly url: URL;
  private readonly hurry = new AbortController();
  private readonly over = new AbortController();
  private agent: Agent | undefined;

  constructor(private readonly settings: OtlpHttpSettings) {
    this.url = new URL(settings.url);
    this.address = shownAddress(settings.url);
  }

  async send(data: Uint8Array, timeoutMs: number): Promise<ExportResponse> {
    const attempts = new Attempts(this.hurry.signal, performance.now() + timeoutMs);
    for (;;) {
      const hurried = this.hurry.signal.aborted;
      const result = await this.attempt(data, attempts.leftMs);
      if (!('error' in result)) return { status: 'success', data: result.body };
      const { error, passing } = result;
      if (passing === undefined || this.over.signal.aborted || !(await attempts.next(passing, hurried))) {
        return { status: 'failure', error };
      }
    }
  }

  closeBy(deadline: AbortSignal): void {
    this.hurry.abort();
    atDeadline(deadline, () => {
      this.over.abort(new Error('the application has shut down'));
      this.shutdown();
    });
  }

  shutdown(): void {
    this.agent?.destroy();
  }

  private async attempt(data: Uint8Array, leftMs: number): Promise<HttpAnswer | Failure> {
    try {
      const answer = await within(leftMs, (signal) => this.post(data, signal), this.over.signal);
      return answer.status >= 200 && answer.status <= 299 ? answer : refusal(answer);
    } catch (error) {
      return failure(error);
    }
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
    return httpCall(url, { method: 'POST', headers, body, agent: this.agent, signal });
  }
}

function refusal({ status, statusText, headers }: HttpAnswer): Failure {
  const error = new OtlpStatusError(status, statusText);
  if (!PATIENCE.has(status)) return { error };
  return { error, passing: { quick: true, waitMs: retryAfterMs(headers['retry-after']) } };
}

function failure(thrown: unknown): Failure {
  const error = isError(thrown) ? thrown : new Error(String(thrown));
  // Node's own errors are no instances of `Error` in another realm, as in Jest's.
  const code = (thrown as { readonly code?: unknown } | undefined)?.code;
  const unreached = UNREACHED.has(code) || error instanceof TimeLimitError;
  if (!unreached && !BROKEN.has(code)) return { error };
  return { error, passing: { quick: !unreached, waitMs: undefined } };
}
