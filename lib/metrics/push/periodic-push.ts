import { context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { within } from '../../life-cycle/within.js';
import type { ReportFault } from '../../observation/index.js';
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

/** Somebody who receives metrics. */
export interface PushTarget {
  readonly name: string;
  readonly address?: string;
  /** Sends the metrics as they are now. The signal says when to give up. */
  push(signal: AbortSignal): Promise<void>;
  /** From now on no wait between attempts, and nothing beyond the deadline. */
  closeBy?(deadline: AbortSignal): void;
  /** Lets go of what the pushes needed. */
  close?(): Promise<void>;
}

/**
 * Pushes at intervals, one push at a time, and a last time at the end. A target that fails, throws or hangs is reported
 * and costs nothing else.
 */
export class PeriodicPush {
  private readonly counted = { succeeded: 0, failed: 0 };
  private failedInARow = 0;
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

  /** What has not arrived: pushes that failed since the last that succeeded. Each push says all that was counted so far. */
  get missing(): MissingPushes {
    return { target: this.target.name, address: this.target.address, pushes: this.failedInARow };
  }

  /** Begins, and returns what ends it. */
  start(intervalMs: number): (deadline?: AbortSignal) => Promise<void> {
    this.timer = setInterval(() => void this.now(), intervalMs);
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

  private async once(): Promise<void> {
    try {
      await within(this.timeoutMs, (signal) => this.unobserved(signal), this.over.signal);
      this.counted.succeeded++;
      this.failedInARow = 0;
    } catch (error) {
      this.counted.failed++;
      this.failedInARow++;
      this.report(`Metrics could not be pushed to ${this.target.name}`, error);
    }
  }

  /** Telemetry's own requests are no work of the application's. */
  private async unobserved(signal: AbortSignal): Promise<void> {
    await context.with(suppressTracing(context.active()), () => this.target.push(signal));
  }
}
