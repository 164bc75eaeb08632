import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { within } from '../life-cycle/within.js';
import { Backoff, type BackoffOptions } from './backoff.js';
import type { DeliveryReport } from './delivery-report.js';
import type { ItemSender } from './item-sender.js';
import type { PassingFailure, SendOutcome } from './send-outcome.js';
import { type Batch, SizedItems } from './sized-items.js';

export interface RetryQueueOptions {
  readonly maxExportBatchSize: number;
  /** A batch of large items has fewer of them. Receivers refuse requests of more than some megabytes. */
  readonly maxExportBatchBytes: number;
  readonly flushIntervalMs: number;
  /** Items that wait or are under way, and their bytes. */
  readonly maxQueueSize: number;
  readonly maxQueueBytes: number;
  /** Longest time that closing may take. */
  readonly exportTimeoutMs: number;
  readonly backoff?: BackoffOptions | undefined;
}

/** Batches on their way at once, when the receiver is well. */
const CONCURRENT_BATCHES = 4;
/** How often a batch is halved at most, once for each failure in a row. */
const MAX_HALVINGS = 5;
/** The wait before the only retry while closing. */
const QUICK_WAIT_MS = 100;

/**
 * Items that wait to be sent, in batches. A batch that failed for a passing reason goes back to the head of the queue and
 * is tried again later, one batch at a time until one succeeds: while the receiver is away nothing is lost that the
 * queue can hold. An item that does not fit is dropped and counted; those that wait stay, so that what is known about the
 * beginning of an outage is complete.
 */
export class RetryQueue<Item> {
  private readonly waiting = new SizedItems<Item>();
  private readonly active = new Set<Promise<void>>();
  private readonly backoff: Backoff;
  private inFlight = 0;
  private inFlightBytes = 0;
  /** Items that no longer wait, whatever became of them; batches that did not arrive. */
  private settled = 0;
  private unsuccessful = 0;
  private lastFailure: PassingFailure | undefined;
  private lastError: unknown;
  private timer: NodeJS.Timeout | undefined;
  private paused: 'backoff' | 'asked' | undefined;
  private soon = false;
  private ending: Promise<void> | undefined;
  private state: 'open' | 'closing' | 'closed' = 'open';

  constructor(
    private readonly sender: ItemSender<Item>,
    private readonly sizeOf: (item: Item) => number,
    private readonly options: RetryQueueOptions,
    private readonly delivery: DeliveryReport,
  ) {
    this.backoff = new Backoff(options.backoff);
  }

  /** Items that wait or are under way. */
  get size(): number {
    return this.waiting.length + this.inFlight;
  }

  get bytes(): number {
    return this.waiting.bytes + this.inFlightBytes;
  }

  /** Takes one item; sends nothing itself, so that the caller does not wait. */
  add(item: Item): void {
    if (this.state === 'closed') return this.delivery.lostQuietly(1);
    const bytes = this.sizeOf(item);
    const { maxQueueSize, maxQueueBytes, flushIntervalMs } = this.options;
    if (this.size >= maxQueueSize) return this.delivery.lost(1, 'queue_full', this.lastFailure?.error);
    if (this.bytes + bytes > maxQueueBytes) return this.delivery.lost(1, 'queue_bytes', this.lastFailure?.error);
    this.waiting.push(item, bytes);
    if (this.hasFullBatch()) this.sendSoon();
    else if (this.timer === undefined) this.wait(flushIntervalMs);
  }

  /** Sends what waits, unless the receiver is known to be away. */
  flush(): void {
    this.pump('all');
  }

  /** Sends what waits now, and waits until it has arrived. Stops and rejects when something of it does not. */
  async sendNow(): Promise<void> {
    // The receiver's wish goes before the caller's.
    if (this.paused === 'asked') throw this.lastError;
    if (this.paused !== undefined) this.stopWaiting();
    const target = this.settled + this.size;
    const { unsuccessful } = this;
    while (this.settled < target && this.unsuccessful === unsuccessful) {
      this.pump('all');
      // The queue was closed.
      if (this.active.size === 0) break;
      await Promise.race(this.active);
    }
    await Promise.all(this.active);
    if (this.settled < target || this.unsuccessful !== unsuccessful) throw this.lastError;
  }

  /** Sends what waits, with one attempt, and gives up at the deadline. What is left then is lost. */
  async deliver(deadline?: AbortSignal): Promise<void> {
    if (this.state !== 'open') return;
    this.state = 'closing';
    this.stopWaiting();
    this.backoff.reset();
    if (deadline !== undefined) this.sender.closeBy?.(deadline);
    await this.attempt(this.options.exportTimeoutMs, () => this.sendAll(), deadline);
    if (this.backoff.failed > 0 || this.size > 0) this.giveUp();
  }

  /** Sends also what was added since {@link deliver}, and ends the sender. Within `exportTimeoutMs` and the deadline. */
  close(deadline?: AbortSignal): Promise<void> {
    this.ending ??= this.end(deadline);
    return this.ending;
  }

  private async end(deadline: AbortSignal | undefined): Promise<void> {
    const until = performance.now() + this.options.exportTimeoutMs;
    const leftMs = (): number => Math.max(0, until - performance.now());
    await this.deliver(deadline);
    // A receiver that has not taken the rest is not waited for once more.
    if (this.state !== 'closed') await this.attempt(leftMs(), () => this.sendAll(), deadline);
    this.giveUp();
    await this.endSender(leftMs(), deadline);
  }

  /** The sender ends also when its time is over: it has sockets to let go of. */
  private async endSender(ms: number, deadline: AbortSignal | undefined): Promise<void> {
    let isEnded = false;
    const ended = Promise.resolve()
      .then(() => this.sender.close())
      .catch((error: unknown) => this.delivery.trouble('failed to shut down', error))
      .then(() => (isEnded = true));
    if (ms > 0) await within(ms, () => ended, deadline).catch(() => undefined);
    // What was given up ends in this turn.
    if (!isEnded) await turn();
    if (!isEnded) this.delivery.trouble('did not shut down in time', undefined);
  }

  private async attempt(ms: number, work: () => Promise<void>, deadline: AbortSignal | undefined): Promise<void> {
    await within(ms, work, deadline).catch((error: unknown) => (this.lastError = error));
  }

  private giveUp(): void {
    this.state = 'closed';
    this.stopWaiting();
    this.delivery.lost(this.size, 'shutdown', this.lastError);
    this.waiting.clear();
    this.inFlight = 0;
    this.inFlightBytes = 0;
  }

  /** Until all are gone, or one batch fails, and its retry if that makes sense. */
  private async sendAll(): Promise<void> {
    for (let retries = 1; ; retries--) {
      while (this.backoff.failed === 0 && this.size > 0) {
        this.pump('all');
        await Promise.race(this.active);
      }
      await Promise.all(this.active);
      if (this.backoff.failed === 0 || retries === 0 || this.lastFailure?.quick !== true) return;
      await delay(QUICK_WAIT_MS);
      this.backoff.reset();
    }
  }

  private hasFullBatch(): boolean {
    const { maxExportBatchSize, maxExportBatchBytes } = this.options;
    return this.waiting.length >= maxExportBatchSize || this.waiting.bytes >= maxExportBatchBytes;
  }

  private sendSoon(): void {
    if (this.soon || this.paused !== undefined) return;
    this.soon = true;
    setImmediate(() => {
      this.soon = false;
      this.pump('full batches');
    });
  }

  private pump(which: 'all' | 'full batches'): void {
    if (this.paused !== undefined || this.state === 'closed') return;
    const allowed = this.backoff.failed === 0 ? CONCURRENT_BATCHES : 1;
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
    const { maxExportBatchSize, maxExportBatchBytes } = this.options;
    // What asks whether the receiver is back is small: it costs little, and a batch that is too large gets through.
    const items = Math.max(1, maxExportBatchSize >> Math.min(this.backoff.failed, MAX_HALVINGS));
    const batch = this.waiting.take(items, maxExportBatchBytes);
    const begunIn = this.state;
    this.inFlight += batch.items.length;
    this.inFlightBytes += batch.bytes;
    const outcome = await this.sender.send(batch.items);
    // They have been counted as lost.
    if (this.isClosed()) return;
    const waited = this.size;
    this.inFlight -= batch.items.length;
    this.inFlightBytes -= batch.bytes;
    if (outcome.kind === 'failed') this.putBack(batch, outcome, begunIn === this.state);
    else this.settle(batch.items.length, outcome, waited);
  }

  private isClosed(): boolean {
    return this.state === 'closed';
  }

  private settle(items: number, outcome: Exclude<SendOutcome, PassingFailure>, waited: number): void {
    this.settled += items;
    this.backoff.reset();
    this.lastFailure = undefined;
    const lost = outcome.kind === 'lost' ? Math.min(outcome.items ?? items, items) : 0;
    if (outcome.kind === 'lost') {
      this.unsuccessful++;
      this.lastError = outcome.error;
      this.delivery.lost(lost, outcome.reason, outcome.error);
    }
    this.delivery.sent(items - lost, waited);
    if (outcome.kind === 'sent' && outcome.warning !== undefined) {
      this.delivery.trouble('takes all, with a warning', outcome.warning);
    }
  }

  /** `counts`: not while closing, for what was begun before. The last attempt is still to come. */
  private putBack(batch: Batch<Item>, failure: PassingFailure, counts: boolean): void {
    this.waiting.putBack(batch);
    this.unsuccessful++;
    this.lastFailure = failure;
    this.lastError = failure.error;
    if (this.state === 'open') this.delivery.retried(batch.items.length, failure.error);
    // Of several batches that were under way, the first has begun the wait, unless the receiver asks for one.
    if (!counts || (this.paused !== undefined && failure.waitMs === undefined)) return;
    const ms = this.backoff.next(failure.waitMs);
    if (this.state !== 'open') return;
    this.stopWaiting();
    this.wait(ms);
    this.paused = failure.waitMs === undefined ? 'backoff' : 'asked';
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
    this.paused = undefined;
  }
}
