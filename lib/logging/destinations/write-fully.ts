import { writeSync } from 'node:fs';

/** A pipe whose reader is behind says so with these; the line waits for it, as it would in a pipe that blocks. */
const BUSY: ReadonlySet<string | undefined> = new Set(['EAGAIN', 'EBUSY', 'EINTR']);
const BUSY_WAIT_MS = 5;

/** A write that ended before its end. */
export class IncompleteWrite extends Error {
  constructor(
    readonly written: number,
    override readonly cause: unknown,
  ) {
    super('The write ended too early', { cause });
  }
}

/** @throws IncompleteWrite when the system refuses some of the bytes. */
export function writeFully(fd: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      if (!BUSY.has((error as NodeJS.ErrnoException).code)) throw new IncompleteWrite(written, error);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_WAIT_MS);
    }
  }
}
