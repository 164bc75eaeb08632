import type { DestinationStream } from 'pino';

/** The possible members of an application's stream. Only `write` is required. */
export interface UserStream extends DestinationStream {
  write(line: string, done?: (error?: unknown) => void): unknown;
  readonly writableLength?: number;
  readonly writableNeedDrain?: boolean;
  on?(event: string, listener: (error?: unknown) => void): unknown;
  flushSync?(): void;
}

interface Listener {
  onError(error: unknown): void;
  /** The stream accepts lines again, or has ended. */
  onDrain(): void;
}

const listeners = new WeakMap<UserStream, Set<Listener>>();

/** Listens until the returned function is called. All applications that use a stream share one listener per event. */
export function listenTo(stream: UserStream, listener: Listener): () => void {
  const all = listeners.get(stream) ?? new Set();
  if (!listeners.has(stream)) {
    listeners.set(stream, all);
    stream.on?.('error', (error) => all.forEach(({ onError }) => onError(error)));
    for (const event of ['drain', 'close']) stream.on?.(event, () => all.forEach(({ onDrain }) => onDrain()));
  }
  all.add(listener);
  return () => void all.delete(listener);
}

/** A Node stream calls back after each write. In other streams, the second argument may have another meaning. */
export function callsBack(stream: UserStream): boolean {
  return typeof stream.writableLength === 'number' && typeof stream.on === 'function';
}
