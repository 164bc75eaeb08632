import type { ReportFault } from '../../observation/index.js';
import type { DestinationCounter } from '../log-statistics.js';

/** Counts the lines that a destination loses, and speaks of it twice: when it begins and when it is over. */
export class LossReport {
  private lost = 0;

  constructor(
    private readonly where: string,
    private readonly counter: DestinationCounter,
    private readonly report: ReportFault,
  ) {}

  lose(lines: number, error: unknown): void {
    this.counter.dropped += lines;
    const first = this.lost === 0;
    this.lost += lines;
    if (first && lines > 0) this.report(`Log lines cannot be written to ${this.where}, and are lost`, error);
  }

  /** For lines that nobody can expect to be kept. */
  loseQuietly(lines: number): void {
    this.counter.dropped += lines;
  }

  /** Something else than a line was lost: the file could not be begun anew, for example. */
  trouble(what: string, error: unknown): void {
    this.report(what, error);
  }

  /** A write succeeded. */
  recovered(): void {
    if (this.lost === 0) return;
    const { lost } = this;
    this.lost = 0;
    this.report(`Log lines can be written to ${this.where} again`, `${lost} were lost`);
  }
}
