import { errorMonitor } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { refusalStatus } from './refusal.js';
import { isLost } from './response-size.js';

/** How a response ended: complete, given up by the client, or broken off by this side while it was sent. */
export interface ResponseEnd extends Way {
  /** Undefined where the client has seen none. */
  readonly statusCode: number | undefined;
}

interface Way {
  readonly how: 'sent' | 'abandoned' | 'failed';
  readonly error?: unknown;
}

const SENT: Way = { how: 'sent' };
const ABANDONED: Way = { how: 'abandoned' };

/** What a connection breaks with when the client has gone, or does not send what it has announced. */
const GONE: ReadonlySet<unknown> = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_HTTP2_STREAM_ERROR',
  'ERR_HTTP2_SESSION_ERROR',
]);

const FAILURE = Symbol('nestjs-telemetry:send-failure');
const BESIDE = Symbol('nestjs-telemetry:answered-beside');

interface Watched {
  [FAILURE]?: Way;
  [BESIDE]?: number;
}

/** Behind `HTTP/1.1 `. */
const STATUS_AT = 9;

interface Failing {
  readonly errored?: unknown;
}

/** Notes what interrupted a response after its head was sent and before its end was written. The first failure counts. */
export function failedWhileSending(response: ServerResponse, error: unknown): void {
  if (!response.headersSent || response.writableEnded || response.destroyed) return;
  (response as Watched)[FAILURE] ??= { how: 'failed', error };
}

/** Notes the failure of a stream that is piped into the response: the code that pipes it may end the response as if it were complete. */
export function watchSources(response: ServerResponse): void {
  response.on('pipe', watchSource);
}

function watchSource(this: ServerResponse, source: Readable): void {
  source.once(errorMonitor, (error) => failedWhileSending(this, error));
}

/** Notes that the client got an answer on the connection before this response began. */
export function answeredBeside(response: ServerResponse, statusCode: number): void {
  (response as Watched)[BESIDE] = statusCode;
}

/** How a response that is closed, or finished, has ended. */
export function responseEnd(request: IncomingMessage, response: ServerResponse): ResponseEnd {
  const beside = (response as Watched)[BESIDE];
  if (beside !== undefined) return { ...SENT, statusCode: beside };
  const way = wayOf(request, response);
  const isSeen = way.how === 'sent' || (response.headersSent && !isLost(response));
  return { ...way, statusCode: isSeen ? sentStatus(response) : undefined };
}

/** The status that was sent in the head. A filter may set another one afterwards, which is not sent. */
function sentStatus(response: ServerResponse): number {
  const { _header: head } = response as { readonly _header?: unknown };
  const status = typeof head === 'string' ? Number(head.slice(STATUS_AT, STATUS_AT + 3)) : Number.NaN;
  return status > 0 ? status : response.statusCode;
}

function wayOf(request: IncomingMessage, response: ServerResponse): Way {
  const failure = (response as Watched)[FAILURE];
  if (failure !== undefined) return failure;
  // An HTTP/2 response that was cut off counts as finished although `end` was not called.
  if (response.writableEnded && response.writableFinished) return SENT;
  const { stream } = response as { readonly stream?: Failing };
  const socket = request.socket as (IncomingMessage['socket'] & Failing) | undefined;
  const error =
    (response as Failing).errored ?? stream?.errored ?? (stream === undefined ? socket?.errored : undefined);
  if (error !== undefined && error !== null) return isGone(error) ? ABANDONED : { how: 'failed', error };
  // HTTP/2 does not show which side has closed a stream without an error: mostly it is the client.
  if (stream !== undefined || socket?.readableEnded !== false) return ABANDONED;
  return { how: 'failed' };
}

function isGone(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return GONE.has(code) || refusalStatus(error) !== undefined;
}
