import { context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { ReportFault } from '../../observation/index.js';

/** A push that takes longer is called off. */
export const PUSH_TIMEOUT_MS = 5_000;

/** How often a target was pushed to, and what became of it. */
export interface PushCounts {
  readonly target: string;
  readonly succeeded: number;
  readonly failed: number;
}

/** Somebody who receives metrics. */
export interface PushTarget {
  readonly name: string;
  /** Sends the metrics as they are now. The signal says when to give up. */
  push(signal: AbortSignal): Promise<void>;
  /** Lets go of what the pushes needed. */
  close?(): Promise<void>;
}

/**
 * Pushes at intervals, one push at a time, and a last time at the end. A target that fails, throws or hangs is reported
 * and costs nothing else.
 */
export class PeriodicPush {
  private readonly counted = { succeeded: 0, failed: 0 };
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

  /** Begins, and returns what ends it. */
  start(intervalMs: number): () => Promise<void> {
    this.timer = setInterval(() => void this.now(), intervalMs);
    this.timer.unref();
    return () => this.end();
  }

  /** Pushes, unless a push is under way: then that one. Never rejects. */
  now(): Promise<void> {
    this.current ??= this.once().finally(() => (this.current = undefined));
    return this.current;
  }

  private end(): Promise<void> {
    clearInterval(this.timer);
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
    const giveUp = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`no answer within ${this.timeoutMs} ms`));
        giveUp.abort();
      }, this.timeoutMs);
    });
    try {
      await Promise.race([this.unobserved(giveUp.signal), tooLate]);
      this.counted.succeeded++;
    } catch (error) {
      this.counted.failed++;
      this.report(`Metrics could not be pushed to ${this.target.name}`, error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Telemetry's own requests are no work of the application's. */
  private async unobserved(signal: AbortSignal): Promise<void> {
    await context.with(suppressTracing(context.active()), () => this.target.push(signal));
  }
}
