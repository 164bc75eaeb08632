import { Backlog } from './backlog.js';
import type { ByteSink } from './byte-sink.js';
import { exitFlush, type UnfinishedOutput } from './exit-flush.js';
import { countLines, type LineOutput } from './line-output.js';
import type { LossReport } from './loss-report.js';
import { sleep } from './sleep.js';
import { STALLED_AFTER_MS, waitForReader } from './wait-for-reader.js';
import { WholeLines } from './whole-lines.js';

/** The first delay before a slow reader is tried again. Each failed try doubles it, up to the maximum. */
const RETRY_MS = { first: 1, longest: 50 };
/** The time that the process's end, and a fatal line, wait for a reader that does not read. */
const PATIENCE_MS = 500;
const POLL_MS = 5;

/**
 * Writes as much as the system accepts at once, and buffers the rest while the reader is slow. Beyond the limit, lines
 * are dropped and counted. It waits for the reader only for a fatal line and at the end of the process.
 */
export class BufferedOutput implements LineOutput, UnfinishedOutput {
  private readonly backlog: Backlog;
  private readonly lines: WholeLines;
  private timer: NodeJS.Timeout | undefined;
  private retryMs = RETRY_MS.first;
  private lastTry = 0;
  private lastProgress = 0;
  /** True while lines are dropped. */
  private isFull = false;
  private readonly full: Error;
  /** True if a wait timed out and the reader has read nothing since. */
  private gaveUp = false;

  constructor(
    sink: ByteSink,
    private readonly loss: LossReport,
    private readonly maxBytes: number,
  ) {
    this.backlog = new Backlog(maxBytes);
    this.lines = new WholeLines(sink);
    this.full = new Error(`the reader is behind, and ${maxBytes} bytes wait for it`);
  }

  write(lines: string): void {
    if (this.isFull && !this.hasRoomAgain()) {
      this.loss.lose(countLines(lines), this.full);
      return;
    }
    const bytes = Buffer.from(lines);
    const mayWrite = this.backlog.isEmpty && !this.lines.isOccupied;
    const written = mayWrite ? this.lines.write(bytes) : 0;
    if (written === bytes.length) this.loss.recovered();
    else if (mayWrite && this.lines.failure !== undefined) this.lose(countLines(bytes.subarray(written)));
    else this.keep(bytes.subarray(written));
  }

  /** Writes as much as the reader accepts now. */
  flush(): void {
    if (!this.backlog.isEmpty) this.pump();
  }

  /** Flushes and waits for the reader. It does not wait again if the reader has read nothing since the last wait. */
  drain(until = Number.POSITIVE_INFINITY): void {
    let giveUpAt = performance.now() + PATIENCE_MS;
    while (!this.backlog.isEmpty && !this.gaveUp) {
      if (this.pump(true)) giveUpAt = performance.now() + PATIENCE_MS;
      else if (performance.now() >= Math.min(giveUpAt, until)) this.gaveUp = true;
      else sleep(POLL_MS);
    }
  }

  finish(until: number): void {
    this.drain(until);
    if (!this.backlog.isEmpty) this.loss.end(this.abandon());
  }

  /**
   * Waits until everything is written, the reader has read nothing for a second, or `deadline` is aborted. The rest is
   * lost.
   */
  async close(deadline?: AbortSignal): Promise<void> {
    const left = () => {
      this.flush();
      return this.backlog.size;
    };
    await waitForReader(left, deadline);
    if (!this.backlog.isEmpty) this.loss.close(this.abandon());
  }

  /** Gives up what waits; returns the number of its lines. */
  private abandon(): number {
    const lost = this.backlog.clear();
    this.lines.tear();
    this.settle();
    return lost;
  }

  private keep(rest: Uint8Array): void {
    const wasEmpty = this.backlog.isEmpty;
    const dropped = this.backlog.add(rest, wasEmpty && this.lines.isCut);
    if (dropped > 0) {
      this.isFull = true;
      this.loss.lose(dropped, this.full);
    }
    if (!wasEmpty || this.backlog.isEmpty) return;
    exitFlush.add(this);
    this.lastProgress = performance.now();
    this.retryMs = RETRY_MS.first;
    this.retryLater();
  }

  /** Lines are accepted again once a tenth of the buffer is free, so that the log has one gap and not many. */
  private hasRoomAgain(): boolean {
    if (performance.now() - this.lastTry >= RETRY_MS.first) this.flush();
    this.isFull = this.backlog.size > this.maxBytes * 0.9;
    return !this.isFull;
  }

  /** Writes waiting lines, as many as possible. True if any were written. */
  private pump(isLastChance = false): boolean {
    let progress = false;
    this.lastTry = performance.now();
    for (let next = this.backlog.next; next !== undefined; next = this.backlog.next) {
      // At the end of the process, output that other code has queued is lost anyway.
      if (this.lines.isOccupied && !isLastChance) break;
      const written = this.lines.write(next);
      if (written > 0) progress = true;
      this.backlog.advance(written);
      if (this.lines.failure !== undefined) this.lose(this.backlog.clear());
      else if (written < next.length) break;
    }
    if (progress) {
      this.lastProgress = this.lastTry;
      this.gaveUp = false;
    }
    if (this.backlog.isEmpty) {
      this.settle();
      if (this.lines.failure === undefined) this.loss.recovered();
    }
    return progress;
  }

  /** The destination has failed. */
  private lose(lines: number): void {
    this.loss.lose(lines, this.lines.failure);
    this.lines.tear();
  }

  /** The queue is empty. */
  private settle(): void {
    this.isFull = false;
    clearTimeout(this.timer);
    this.timer = undefined;
    exitFlush.delete(this);
  }

  private retryLater(): void {
    this.timer = setTimeout(() => {
      this.retryMs = this.pump() ? RETRY_MS.first : Math.min(this.retryMs * 2, RETRY_MS.longest);
      if (!this.backlog.isEmpty) this.retryLater();
    }, this.retryMs);
    if (this.isStalled()) this.timer.unref();
  }

  private isStalled(): boolean {
    return performance.now() - this.lastProgress >= STALLED_AFTER_MS;
  }
}
