import { countLines, endOfLastLine, type LineOutput } from './line-output.js';
import type { LossReport } from './loss-report.js';
import { IncompleteWrite, writeFully } from './write-fully.js';

/** Writes to an open file descriptor, such as stdout. A reader that has gone, or a full disk, costs lines and no more. */
export class DescriptorOutput implements LineOutput {
  constructor(
    private readonly fd: number,
    private readonly loss: LossReport,
  ) {}

  write(lines: string): void {
    const bytes = Buffer.from(lines);
    try {
      writeFully(this.fd, bytes);
      this.loss.recovered();
    } catch (error) {
      if (!(error instanceof IncompleteWrite)) throw error;
      this.loss.lose(countLines(bytes.subarray(endOfLastLine(bytes, error.written))), error.cause);
    }
  }
}
