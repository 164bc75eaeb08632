import { Duplex, Readable, Writable } from 'node:stream';
import { type Context, context as contextApi } from '@opentelemetry/api';
import { databaseResult } from '../../../conventions/database/database.js';
import type { Observation } from '../../../observation/index.js';

/** True for the rows of a `COPY`. The stream of a replication goes both ways, and it has no end. */
export function isCopy(value: unknown): value is Readable | Writable {
  return (value instanceof Readable || value instanceof Writable) && !(value instanceof Duplex);
}

/** Gives the events of the stream the caller's context, and ends the call of a stream that is not read to its end. */
export function followCopy(stream: Readable | Writable, caller: Context, observation: Observation): void {
  const { emit } = stream;
  stream.emit = (...event: Parameters<typeof emit>) =>
    contextApi.with(caller, () => Reflect.apply(emit, stream, event));
  stream.once('close', () => {
    const isWhole = stream instanceof Readable ? stream.readableEnded : stream.writableFinished;
    if (!isWhole) observation.end(databaseResult({}, stream.errored ?? undefined));
  });
}
