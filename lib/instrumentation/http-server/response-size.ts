import type { ServerResponse } from 'node:http';

const BYTES = Symbol('nestjs-telemetry:response-bytes');

// One signature for all overloads: what is passed on is what came.
interface Counted extends Omit<ServerResponse, 'write' | 'end'> {
  [BYTES]?: number;
  write(...parameters: unknown[]): boolean;
  end(...parameters: unknown[]): unknown;
}

/** Counts the bytes of a response's body as they are written; compression that is added later is counted compressed. */
export function countBytes(response: ServerResponse): void {
  const counted = response as unknown as Counted;
  const { write, end } = counted;
  counted[BYTES] = 0;
  counted.write = function (this: Counted, ...parameters) {
    this[BYTES] = (this[BYTES] ?? 0) + sizeOf(parameters);
    return write.apply(this, parameters);
  };
  counted.end = function (this: Counted, ...parameters) {
    this[BYTES] = (this[BYTES] ?? 0) + sizeOf(parameters);
    return end.apply(this, parameters);
  };
}

/** Bytes of body that were written, headers and chunk framing left out. */
export function responseSize(response: ServerResponse, method: string): number {
  const { statusCode } = response;
  // Node drops what is written to these.
  if (method === 'HEAD' || statusCode === 204 || statusCode === 304) return 0;
  return (response as unknown as Counted)[BYTES] ?? 0;
}

function sizeOf([chunk, encoding]: readonly unknown[]): number {
  if (typeof chunk === 'string') {
    return Buffer.byteLength(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
  }
  return chunk instanceof Uint8Array ? chunk.byteLength : 0;
}
