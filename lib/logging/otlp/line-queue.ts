import { within } from '../../life-cycle/within.js';
import type { LineOutput } from '../destinations/line-output.js';
import type { LossReport } from '../destinations/loss-report.js';

/** What became of lines that were sent: a rejected batch would be rejected again, a failed one may not. */
export type SendOutcome = { readonly kind: 'sent' } | { readonly kind: 'failed' | 'rejected'; readonly error: unknown };

/** Sends lines over a network. Never rejects. */
export interface LineSender {
  send(lines: readonly string[]): Promise<SendOutcome>;
  /** From now on no wait between attempts, and nothing beyond the deadline. */
  closeBy?(deadline: AbortSignal): void;
  close(): Promise<void>;
}

export interface LineQueueOptions {
  readonly maxExportBatchSize: number;
  readonly flushIntervalMs: number;
  /** Lines that wait or are under way, and their bytes. */
  readonly maxQueueSize: number;
  readonly maxQueueBytes: number;
  /** Longest time that closing may take. */
  readonly exportTimeoutMs: number;
  /** First wait after a failure; each further one doubles it, up to the longest. */
  readonly backoffMs?: { readonly first: number; readonly longest: number };
}

/** Batches on their way at once, when the receiver is well. */
const CONCURRENT_BATCHES = 4;
/** A batch of long lines has fewer of them. Receivers refuse requests of more than some megabytes. */
const MAX_BATCH_BYTES = 1024 * 1024;

/**
 * Lines that wait to be sent, in batches. A batch that failed goes back into the queue and is tried again later: while
 * the receiver is away nothing is lost that the queue can hold. What does not fit is dropped and counted.
 */
export class LineQueue implements LineOutput {
  private readonly waiting: string[] = [];
  private readonly active = new Set<Promise<void>>();
  private inFlight = 0;
  private waitingBytes = 0;
  private inFlightBytes = 0;
  private failures = 0;
  private lastError: unknown = new Error('The queue is full');
  private timer: NodeJS.Timeout | undefined;
  private paused = false;
  private soon = false;
  private ending: Promise<void> | undefined;
  private state: 'open' | 'closing' | 'closed' = 'open';

  constructor(
    private readonly sender: LineSender,
    private readonly options: LineQueueOptions,
    private readonly loss: LossReport,
  ) {}

  /** Takes one line; sends nothing itself, so that whoever logs does not wait. */
  write(line: string): void {
    if (this.state === 'closed') return this.loss.loseQuietly(1);
    const bytes = Buffer.byteLength(line);
    if (!this.takes(bytes)) this.loss.lose(1, this.lastError);
    else {
      this.waiting.push(line);
      this.waitingBytes += bytes;
      if (this.hasFullBatch()) this.sendSoon();
      else if (this.timer === undefined) this.wait(this.options.flushIntervalMs);
    }
  }

  private takes(bytes: number): boolean {
    const { maxQueueSize, maxQueueBytes } = this.options;
    return (
      this.waiting.length + this.inFlight < maxQueueSize &&
      this.waitingBytes + this.inFlightBytes + bytes <= maxQueueBytes
    );
  }

  private hasFullBatch(): boolean {
    return this.waiting.length >= this.options.maxExportBatchSize || this.waitingBytes >= MAX_BATCH_BYTES;
  }

  /** Sends what waits, unless the receiver is known to be away. */
  flush(): void {
    this.pump('all');
  }

  /** Sends what waits, with one attempt, and gives up at the deadline. What is left then is lost. */
  async deliver(deadline?: AbortSignal): Promise<void> {
    if (this.state !== 'open') return;
    this.state = 'closing';
    this.stopWaiting();
    this.failures = 0;
    if (deadline !== undefined) this.sender.closeBy?.(deadline);
    await this.attempt(() => this.sendAll(), deadline);
    if (this.failures > 0 || this.waiting.length + this.inFlight > 0) this.giveUp();
  }

  /** Sends also what was written since {@link deliver}, and ends the sender. Within `exportTimeoutMs` and the deadline. */
  close(deadline?: AbortSignal): Promise<void> {
    this.ending ??= this.end(deadline);
    return this.ending;
  }

  private async end(deadline: AbortSignal | undefined): Promise<void> {
    await this.deliver(deadline);
    // A receiver that has not taken the rest is not waited for once more.
    if (this.state === 'closed') return void this.sender.close();
    await this.attempt(() => this.sendAll().then(() => this.sender.close()), deadline);
    this.giveUp();
  }

  private async attempt(work: () => Promise<void>, deadline: AbortSignal | undefined): Promise<void> {
    await within(this.options.exportTimeoutMs, work, deadline).catch((error: unknown) => (this.lastError = error));
  }

  private giveUp(): void {
    this.state = 'closed';
    const left = this.waiting.length + this.inFlight;
    if (left > 0) this.loss.lose(left, this.lastError);
    this.waiting.length = 0;
    this.waitingBytes = 0;
  }

  /** Until all are gone, or one batch fails. */
  private async sendAll(): Promise<void> {
    while (this.failures === 0 && (this.waiting.length > 0 || this.active.size > 0)) {
      this.pump('all');
      await Promise.race(this.active);
    }
    await Promise.all(this.active);
  }

  private sendSoon(): void {
    if (this.soon || this.paused) return;
    this.soon = true;
    setImmediate(() => {
      this.soon = false;
      this.pump('full batches');
    });
  }

  private pump(which: 'all' | 'full batches'): void {
    if (this.paused) return;
    const allowed = this.failures === 0 ? CONCURRENT_BATCHES : 1;
    while (this.active.size < allowed && (which === 'all' ? this.waiting.length > 0 : this.hasFullBatch())) {
      const batch: Promise<void> = this.sendBatch().finally(() => {
        this.active.delete(batch);
        this.goOn();
      });
      this.active.add(batch);
    }
  }

  private goOn(): void {
    if (this.state !== 'open' || this.waiting.length === 0) return;
    if (this.hasFullBatch()) this.sendSoon();
    else if (this.timer === undefined) this.wait(this.options.flushIntervalMs);
  }

  private async sendBatch(): Promise<void> {
    const { lines, bytes } = this.takeBatch();
    this.inFlight += lines.length;
    this.inFlightBytes += bytes;
    const outcome = await this.sender.send(lines);
    this.inFlight -= lines.length;
    this.inFlightBytes -= bytes;
    if (this.state === 'closed') return;
    if (outcome.kind === 'failed') this.putBack(lines, bytes, outcome.error);
    else {
      this.failures = 0;
      if (outcome.kind === 'sent') this.loss.recovered();
      else this.loss.lose(lines.length, outcome.error);
    }
  }

  /** The next lines, as many as one export may have, and one at least. */
  private takeBatch(): { readonly lines: readonly string[]; readonly bytes: number } {
    let count = 0;
    let bytes = 0;
    for (const line of this.waiting) {
      const size = Buffer.byteLength(line);
      if (count === this.options.maxExportBatchSize || (count > 0 && bytes + size > MAX_BATCH_BYTES)) break;
      count++;
      bytes += size;
    }
    this.waitingBytes -= bytes;
    return { lines: this.waiting.splice(0, count), bytes };
  }

  private putBack(lines: readonly string[], bytes: number, error: unknown): void {
    this.waiting.unshift(...lines);
    this.waitingBytes += bytes;
    this.lastError = error;
    if (this.paused) return;
    this.failures++;
    if (this.state !== 'open') return;
    const { first, longest } = this.options.backoffMs ?? { first: 1_000, longest: 30_000 };
    this.stopWaiting();
    this.wait(Math.min(first * 2 ** (this.failures - 1), longest) * (0.8 + 0.4 * Math.random()));
    this.paused = true;
  }

  private wait(ms: number): void {
    this.timer = setTimeout(() => {
      this.stopWaiting();
      this.pump('all');
      this.goOn();
    }, ms).unref();
  }

  private stopWaiting(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.paused = false;
  }
}
