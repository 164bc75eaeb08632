import { types } from 'node:util';
import type { Socket } from 'node:net';

const STATUS_LINE = /^HTTP\/1\.[01] (\d{3})/;

type Write = (this: Socket, ...parameters: unknown[]) => unknown;
type Writer = Record<'write' | 'end', Write>;

/**
 * Calls `onStatus` with the status of the next answer that someone writes to a connection itself, without a response
 * object. Returns what ends the wait.
 */
export function watchAnswer(socket: Socket, onStatus: (statusCode: number) => void): () => void {
  const writer = socket as unknown as Writer;
  const methods = ['write', 'end'] as const;
  const originals = methods.map((name) => [name, writer[name], Object.hasOwn(writer, name)] as const);
  const stop = (): void => {
    for (const [name, original, isOwn] of originals) {
      if (isOwn) writer[name] = original;
      else Reflect.deleteProperty(writer, name);
    }
  };
  for (const [name, original] of originals) {
    writer[name] = function (...parameters) {
      const status = STATUS_LINE.exec(textOf(parameters[0]))?.[1];
      if (status !== undefined) {
        stop();
        onStatus(Number(status));
      }
      return original.apply(this, parameters);
    };
  }
  return stop;
}

function textOf(chunk: unknown): string {
  if (typeof chunk === 'string') return chunk;
  return types.isUint8Array(chunk)
    ? Buffer.from(chunk.buffer, chunk.byteOffset, Math.min(chunk.byteLength, 16)).toString('latin1')
    : '';
}
