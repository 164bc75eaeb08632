import { finished } from 'node:stream';
import { ReadableStream, WritableStream } from 'node:stream/web';
import type { Execution } from './execution.js';

type WebStream = ReadableStream | WritableStream;

export function isWebStream(value: object): value is WebStream {
  return value instanceof ReadableStream || value instanceof WritableStream;
}

/** The body of a `Response`, whose reader is still at work when the response is handed over. */
export function bodyOf(value: object): WebStream | undefined {
  if (!isResponse(value) || value.bodyUsed) return undefined;
  return value.body ?? undefined;
}

/** By its name: a realm can have a class of its own, or none. */
function isResponse(value: object): value is Response {
  return (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag] === 'Response' && 'bodyUsed' in value;
}

/**
 * Follows a web stream until it is read to its end, cancelled, or fails. Node knows that without a reader: the stream
 * stays unlocked, and can be piped, teed and iterated. `value` is what the call has returned.
 */
export function settleWebStream(stream: WebStream, value: unknown, execution: Execution): void {
  finished(stream as unknown as NodeJS.ReadableStream, (error) => {
    execution.end(error ? { as: 'thrown', error } : { as: 'returned', value });
  });
}
