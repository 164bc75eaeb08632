import { Backlog } from './backlog.js';
import type { ByteSink } from './byte-sink.js';
import { exitFlush, type UnfinishedOutput } from './exit-flush.js';
import { countLines, type LineOutput } from './line-output.js';
import type { LossReport } from './loss-report.js';
import { sleep } from './sleep.js';
import { STALLED_AFTER_MS, waitForReader } from './wait-for-reader.js';
import { WholeLines } from './whole-lines.js';

/** How soon a reader that is behind is tried again. Each try without success doubles the time, up to the longest. */
const RETRY_MS = { first: 1, longest: 50 };
/** How long the end of the process, and a fatal line, wait for a reader that takes nothing. */
const PATIENCE_MS = 500;
const POLL_MS = 5;

/**
 * Writes what the system takes at once, and buffers the rest while the reader is behind. Beyond its limit, lines are
 * dropped and counted. It never waits for the reader, except for a fatal line and at the end of the process.
 */
export class BufferedOutput implements LineOutput, UnfinishedOutput {
  private readonly backlog: Backlog;
  private readonly lines: WholeLines;
  private timer: NodeJS.Timeout | undefined;
  private retryMs = RETRY_MS.first;
  private lastTry = 0;
  private lastProgress = 0;
  /** Lines are being dropped. */
  private isFull = false;
  private readonly full: Error;
  /** A wait was in vain, and the reader has taken nothing since. */
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

  /** Hands over what the reader takes now. */
  flush(): void {
    if (!this.backlog.isEmpty) this.pump();
  }

  /** As `flush`, and waits for the reader, but not again for one that has taken nothing since the last wait. */
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

  /** Until all is written, the reader has taken nothing for a second, or `deadline`; what is left then is lost. */
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

  /** Lines are taken again when a tenth of the buffer is free, so that the log has one gap in place of many. */
  private hasRoomAgain(): boolean {
    if (performance.now() - this.lastTry >= RETRY_MS.first) this.flush();
    this.isFull = this.backlog.size > this.maxBytes * 0.9;
    return !this.isFull;
  }

  /** Writes what waits, as far as possible; true if that was something. */
  private pump(isLastChance = false): boolean {
    let progress = false;
    this.lastTry = performance.now();
    for (let next = this.backlog.next; next !== undefined; next = this.backlog.next) {
      // At the end of the process, what others have queued is lost anyway.
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

  /** Nothing waits any more. */
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
