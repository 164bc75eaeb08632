import { types } from 'node:util';
import type { IncomingMessage, ServerResponse } from 'node:http';

const BYTES = Symbol('nestjs-telemetry:response-bytes');
const LOST = Symbol('nestjs-telemetry:response-lost');
const WRITE = Symbol('nestjs-telemetry:response-write');
const END = Symbol('nestjs-telemetry:response-end');

type Write = (this: Counted, chunk?: unknown, encoding?: unknown, callback?: unknown) => never;

// One signature for all overloads: what is passed on is what came.
interface Counted {
  [BYTES]: number;
  [LOST]: boolean;
  [WRITE]: Write;
  [END]: Write;
  readonly headersSent: boolean;
  readonly req?: Partial<IncomingMessage>;
  write: Write;
  end: Write;
}

/** Counts the bytes of a response's body as they are written; compression that is added later is counted compressed. */
export function countBytes(response: ServerResponse): void {
  const counted = response as unknown as Counted;
  counted[BYTES] = 0;
  counted[LOST] = false;
  counted[WRITE] = counted.write;
  counted[END] = counted.end;
  counted.write = countedWrite;
  counted.end = countedEnd;
}

/** Bytes of body that were written, headers and chunk framing left out. */
export function responseSize(response: ServerResponse, method: string): number {
  const { statusCode } = response;
  // Node drops what is written to these.
  if (method === 'HEAD' || statusCode === 204 || statusCode === 304) return 0;
  return (response as unknown as Partial<Counted>)[BYTES] ?? 0;
}

/** True if the response began after its connection had closed: no client has seen its status. */
export function isLost(response: ServerResponse): boolean {
  return (response as unknown as Partial<Counted>)[LOST] === true;
}

// Shared by all responses: a function for each would cost more than the counting.
function countedWrite(this: Counted, chunk?: unknown, encoding?: unknown, callback?: unknown): never {
  this[BYTES] += sizeOf(this, chunk, encoding);
  return this[WRITE](chunk, encoding, callback);
}

function countedEnd(this: Counted, chunk?: unknown, encoding?: unknown, callback?: unknown): never {
  const before = this[BYTES];
  const size = sizeOf(this, chunk, encoding);
  const result = this[END](chunk, encoding, callback);
  // HTTP/2 writes the last chunk through `write`, and that has counted it.
  if (this[BYTES] === before) this[BYTES] += size;
  return result;
}

function sizeOf(response: Counted, chunk: unknown, encoding: unknown): number {
  if (response.req?.socket?.destroyed === true) {
    response[LOST] ||= !response.headersSent;
    return 0;
  }
  if (typeof chunk === 'string') {
    return Buffer.byteLength(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
  }
  return types.isUint8Array(chunk) ? chunk.byteLength : 0;
}
