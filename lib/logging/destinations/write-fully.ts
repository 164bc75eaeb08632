import { writeSync } from 'node:fs';

/** A write that was incomplete. */
export class IncompleteWrite extends Error {
  constructor(
    readonly written: number,
    override readonly cause: unknown,
  ) {
    super('The write ended too early', { cause });
  }
}

/**
 * Writes to a regular file. The write succeeds completely or throws.
 *
 * @throws IncompleteWrite if the system does not accept all bytes.
 */
export function writeFully(fd: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EINTR') throw new IncompleteWrite(written, error);
    }
  }
}
