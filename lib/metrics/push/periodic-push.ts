import { context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { within } from '../../life-cycle/within.js';
import type { ReportFault } from '../../observation/index.js';
import { Backoff } from '../../sending/backoff.js';
import { outcomeOfError } from '../../sending/passing-failure.js';
import type { SendOutcome } from '../../sending/send-outcome.js';
import { atDeadline } from '../../sending/sender.js';

/** A push that takes longer is called off. */
export const PUSH_TIMEOUT_MS = 5_000;

/** How often a target was pushed to, and what became of it. */
export interface PushCounts {
  readonly target: string;
  readonly succeeded: number;
  readonly failed: number;
}

export interface MissingPushes {
  readonly target: string;
  /** Where it is, if that is an address. */
  readonly address: string | undefined;
  readonly pushes: number;
}

/** Where metrics are pushed to. */
export interface PushDestination {
  readonly name: string;
  readonly address?: string;
}

/** Somebody who receives metrics. */
export interface PushTarget extends PushDestination {
  /** Sends the metrics as they are now, with one attempt. The signal says when to give up. */
  push(signal: AbortSignal): Promise<SendOutcome>;
  /** At the deadline, everything that is under way is given up. */
  closeBy?(deadline: AbortSignal): void;
  /** Lets go of what the pushes needed. */
  close?(): Promise<void>;
}

/**
 * Pushes at intervals, one push at a time, and a last time at the end. A target that fails, throws or hangs is reported
 * when that begins and when it is over, and costs nothing else. While it does, intervals that come too early are left
 * out: each push says all that was counted so far, so none needs to be repeated.
 */
export class PeriodicPush {
  private readonly counted = { succeeded: 0, failed: 0 };
  private readonly backoff = new Backoff();
  private failingSince: number | undefined;
  private notBefore = 0;
  private rejected = 0;
  private readonly over = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private current: Promise<void> | undefined;
  private ending: Promise<void> | undefined;

  constructor(
    private readonly target: PushTarget,
    private readonly report: ReportFault,
    private readonly timeoutMs = PUSH_TIMEOUT_MS,
  ) {}

  get counts(): PushCounts {
    return { target: this.target.name, ...this.counted };
  }

  get destination(): PushDestination {
    return this.target;
  }

  /** What has not arrived: pushes that failed since the last that succeeded. Each push says all that was counted so far. */
  get missing(): MissingPushes {
    return { target: this.target.name, address: this.target.address, pushes: this.backoff.failed };
  }

  /** Data points that the target took and rejected. */
  get rejectedPoints(): number {
    return this.rejected;
  }

  /** Begins, and returns what ends it. */
  start(intervalMs: number): (deadline?: AbortSignal) => Promise<void> {
    this.timer = setInterval(() => void this.unlessTooEarly(), intervalMs);
    this.timer.unref();
    return (deadline) => this.end(deadline);
  }

  /** Pushes, unless a push is under way: then that one. Never rejects. */
  now(): Promise<void> {
    this.current ??= this.once().finally(() => (this.current = undefined));
    return this.current;
  }

  private end(deadline: AbortSignal = new AbortController().signal): Promise<void> {
    clearInterval(this.timer);
    atDeadline(deadline, () => this.over.abort(new Error('the application has shut down')));
    this.target.closeBy?.(deadline);
    // What is under way may have been collected before the last numbers came in.
    this.ending ??= (this.current ?? Promise.resolve()).then(() => this.now()).then(() => this.close());
    return this.ending;
  }

  private async close(): Promise<void> {
    try {
      await this.target.close?.();
    } catch (error) {
      this.report(`What pushes metrics to ${this.target.name} could not be ended`, error);
    }
  }

  private async unlessTooEarly(): Promise<void> {
    if (performance.now() >= this.notBefore) await this.now();
  }

  private async once(): Promise<void> {
    const outcome = await this.outcome();
    if (outcome.kind === 'sent' || (outcome.kind === 'lost' && outcome.reason === 'rejected')) this.succeed(outcome);
    else this.fail(outcome.error, outcome.kind === 'failed' ? outcome.waitMs : undefined);
  }

  private async outcome(): Promise<SendOutcome> {
    try {
      return await within(this.timeoutMs, (signal) => this.unobserved(signal), this.over.signal);
    } catch (error) {
      return outcomeOfError(error);
    }
  }

  private succeed(outcome: Exclude<SendOutcome, { readonly kind: 'failed' }>): void {
    const { name } = this.target;
    this.counted.succeeded++;
    if (this.failingSince !== undefined) {
      const seconds = ((performance.now() - this.failingSince) / 1_000).toFixed(1);
      this.report(`Metrics are pushed to ${name} again, after ${seconds} s: ${this.backoff.failed} pushes had failed`);
    }
    this.failingSince = undefined;
    this.notBefore = 0;
    this.backoff.reset();
    if (outcome.kind === 'lost') {
      this.rejected += outcome.items ?? 0;
      this.report(`Metrics are pushed to ${name}, which rejects some of them`, outcome.error);
    } else if (outcome.warning !== undefined)
      this.report(`Metrics are pushed to ${name}, with a warning`, outcome.warning);
  }

  private fail(error: unknown, waitMs: number | undefined): void {
    this.counted.failed++;
    this.notBefore = performance.now() + this.backoff.next(waitMs);
    if (this.failingSince !== undefined) return;
    this.failingSince = performance.now();
    this.report(`Metrics could not be pushed to ${this.target.name}`, error);
  }

  /** Telemetry's own requests are no work of the application's. */
  private async unobserved(signal: AbortSignal): Promise<SendOutcome> {
    return context.with(suppressTracing(context.active()), () => this.target.push(signal));
  }
}
