import { constants, openSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { ByteSink } from './byte-sink.js';
import { statsOf } from './stats-of.js';

/** Linux writes up to this size to a pipe atomically (PIPE_BUF). */
const PIPE_BUF = 4096;

/** The fields of a process stream; some of them are not public. */
interface StandardStream {
  readonly writableLength?: number;
  readonly destroyed?: boolean;
  readonly _handle?: { setBlocking?(blocking: boolean): void } | null;
  cork?(): void;
  uncork?(): void;
}

const sinks = new Map<1 | 2, ByteSink>();

/** Stdout or stderr of this process, as a sink that does not wait for the reader. All users of the stream share it. */
export function standardSink(fd: 1 | 2): ByteSink {
  const known = sinks.get(fd) ?? openSink(fd);
  sinks.set(fd, known);
  return known;
}

function openSink(fd: 1 | 2): ByteSink {
  // Files and devices such as /dev/null have no reader to wait for.
  if (!hasReader(fd)) return new DescriptorSink(fd);
  const stream: StandardStream = fd === 1 ? process.stdout : process.stderr;
  const own = openAgain(fd);
  return new SharedSink(own ?? fd, stream, own === undefined && process.platform !== 'win32');
}

function hasReader(fd: number): boolean {
  const stats = statsOf(fd);
  return stats !== undefined && (stats.isFIFO() || stats.isSocket() || isatty(fd));
}

/**
 * Opens a separate, non-blocking descriptor for the same pipe or terminal. Other processes share the blocking mode of
 * the inherited one, and it changes whenever Node starts a child with `stdio: 'inherit'`. A socket cannot be opened.
 */
function openAgain(fd: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    return undefined;
  }
}

/** A file or a similar target: a write succeeds completely or fails. */
class DescriptorSink implements ByteSink {
  readonly atomicBytes: number = Number.POSITIVE_INFINITY;

  constructor(private readonly fd: number) {}

  write(bytes: Uint8Array, from: number, length: number): number {
    return writeSync(this.fd, bytes, from, length);
  }
}

/** A pipe, socket or terminal that other code in this process also writes to, mostly through `console`. */
class SharedSink implements ByteSink {
  readonly atomicBytes = PIPE_BUF;
  private holder: object | undefined;

  constructor(
    private readonly fd: number,
    private readonly stream: StandardStream,
    private readonly mayBlock: boolean,
  ) {}

  write(bytes: Uint8Array, from: number, length: number): number {
    if (this.mayBlock) this.stream._handle?.setBlocking?.(false);
    return writeSync(this.fd, bytes, from, length);
  }

  occupied(writer: object): boolean {
    if (this.holder !== undefined) return this.holder !== writer;
    // The queued text may begin with the end of a line.
    return (this.stream.writableLength ?? 0) > 0 && this.stream.destroyed !== true;
  }

  hold(writer: object): void {
    this.holder = writer;
    this.stream.cork?.();
  }

  release(writer: object): void {
    if (this.holder !== writer) return;
    this.holder = undefined;
    this.stream.uncork?.();
  }
}
