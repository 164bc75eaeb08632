import { Readable, Stream, Writable } from 'node:stream';
import type { Execution } from './execution.js';

export function isNodeStream(value: object): value is Readable | Writable {
  return value instanceof Stream && (value instanceof Readable || value instanceof Writable);
}

/** Follows a stream until it closes. Nothing listens for `error`: an error that nobody handles has to stay one. */
export function settleStream<T extends Readable | Writable>(stream: T, execution: Execution): T {
  if (stream.closed) end(stream, execution);
  else stream.once('close', () => end(stream, execution));
  return stream;
}

function end(stream: Readable | Writable, execution: Execution): void {
  const complete = stream instanceof Readable ? stream.readableEnded : stream.writableFinished;
  if (stream.errored !== null && !isAbort(stream.errored)) execution.end({ as: 'thrown', error: stream.errored });
  else execution.end(complete ? { as: 'returned', value: undefined } : { as: 'cancelled' });
}

// What Node destroys a stream with when its consumer leaves the loop or aborts.
function isAbort(error: Error): boolean {
  return error.name === 'AbortError';
}
