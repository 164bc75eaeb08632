import type { ReportFault } from '../../observation/index.js';
import type { DestinationCounter } from '../log-statistics.js';

/** Counts the lines that a destination loses. Reports the beginning of a loss, and the number at its end. */
export class LossReport {
  private lost = 0;

  /**
   * `report` works while the destination fails. `reportAgain` is called once it works, and may write to the log itself.
   */
  constructor(
    private readonly where: string,
    private readonly counter: DestinationCounter,
    private readonly report: ReportFault,
    private readonly reportAgain?: ReportFault,
  ) {}

  lose(lines: number, error: unknown): void {
    if (lines === 0) return;
    this.counter.dropped += lines;
    const isFirst = this.lost === 0;
    this.lost += lines;
    if (isFirst) this.report(`Log lines cannot be written to ${this.where}, and are lost`, error);
  }

  /** Counts lost lines without a report, for lines whose loss is expected. */
  loseQuietly(lines: number): void {
    this.counter.dropped += lines;
  }

  /** Reports a fault without lost lines, for example a failed rotation. */
  trouble(what: string, error: unknown): void {
    this.report(what, error);
  }

  /** Records that a write succeeded. */
  recovered(): void {
    if (this.lost === 0) return;
    const what = `Log lines can be written to ${this.where} again: ${this.lost} were lost`;
    this.lost = 0;
    this.report(what);
    this.reportAgain?.(what);
  }

  /** The process ends and these lines with it: one report says how many were lost since the last one. */
  end(lines: number): void {
    this.counter.dropped += lines;
    const lost = this.lost + lines;
    this.lost = 0;
    if (lost > 0) this.report(`The log to ${this.where} ends: ${lost} lines were lost`);
  }

  /** The application closes the log, and says itself what it has lost in all. */
  close(lines: number): void {
    this.counter.dropped += lines;
    this.lost = 0;
  }
}
