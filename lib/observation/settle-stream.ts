import { Readable, Stream, Writable } from 'node:stream';
import type { Execution } from './execution.js';

/** What this package reads of a stream. Streams of the package `readable-stream` lack some of it. */
interface NodeStream {
  readonly closed?: boolean;
  readonly errored?: Error | null;
  readonly readableEnded?: boolean;
  readonly writableFinished?: boolean;
  once(event: 'close', listener: () => void): unknown;
}

/** True for streams of Node, and for those of the package `readable-stream`. */
export function isNodeStream(value: object): value is NodeStream {
  if (value instanceof Readable || value instanceof Writable) return true;
  return value instanceof Stream && ('_readableState' in value || '_writableState' in value);
}

/** Follows a stream until it closes. Nothing listens for `error`: an unhandled error has to stay unhandled. */
export function settleStream<T extends NodeStream>(stream: T, execution: Execution): T {
  if (stream.closed === true) end(stream, execution);
  else stream.once('close', () => end(stream, execution));
  return stream;
}

function end(stream: NodeStream, execution: Execution): void {
  const { errored, readableEnded, writableFinished } = stream;
  const complete = readableEnded ?? writableFinished;
  if (errored !== null && errored !== undefined && !isAbort(errored)) execution.end({ as: 'thrown', error: errored });
  else execution.end(complete === true ? { as: 'returned', value: stream } : { as: 'cancelled' });
}

// What Node destroys a stream with when its consumer leaves the loop or aborts.
function isAbort(error: Error): boolean {
  return error.name === 'AbortError';
}
