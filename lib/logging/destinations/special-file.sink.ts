import { closeSync, constants, openSync, writeSync } from 'node:fs';
import type { ByteSink } from './byte-sink.js';

const FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_NONBLOCK;

/** A named pipe or a device at the path of the log file. A pipe is busy until it has a reader. */
export class SpecialFileSink implements ByteSink {
  readonly atomicBytes = 4096;
  private fd: number | undefined;

  constructor(private readonly path: string) {}

  write(bytes: Uint8Array, from: number, length: number): number {
    this.fd ??= openSync(this.path, FLAGS);
    try {
      return writeSync(this.fd, bytes, from, length);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EPIPE') this.close();
      throw error;
    }
  }

  private close(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }
}
