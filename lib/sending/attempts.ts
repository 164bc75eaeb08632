import { setTimeout as delay } from 'node:timers/promises';

/** How often a send that fails for a passing reason is tried again, and how long the first wait is, in milliseconds. */
const MAX_RETRIES = 5;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 5_000;
const BACKOFF = 1.5;
const JITTER = 0.2;
/** The wait before the only retry while closing. */
const QUICK_WAIT_MS = 100;

/** How an attempt failed that may be repeated. */
export interface PassingFailure {
  /** Whether the receiver is there and asks for patience, or the connection broke; not, for example, that nobody listens. */
  readonly quick: boolean;
  /** The wait that the receiver asked for. */
  readonly waitMs: number | undefined;
}

/**
 * The attempts of one send: with growing waits between them, until telemetry closes. Then the wait is cut short, there is
 * one more attempt, and another soon after it if the failure was a passing one.
 */
export class Attempts {
  private failures = 0;
  private failuresInHurry = 0;

  constructor(
    /** Aborted when telemetry closes. */
    private readonly hurry: AbortSignal,
    private readonly until: number,
  ) {}

  get leftMs(): number {
    return Math.max(0, this.until - performance.now());
  }

  /** Waits before the next attempt; false when there is none. `hurried` says whether the last began while closing. */
  async next({ quick, waitMs }: PassingFailure, hurried: boolean): Promise<boolean> {
    this.failures++;
    if (hurried) this.failuresInHurry++;
    if (this.hurry.aborted) {
      if (this.failuresInHurry > 1 || (this.failuresInHurry === 1 && !quick)) return false;
      if (this.failuresInHurry === 0) return true;
      if (this.leftMs < QUICK_WAIT_MS) return false;
      await delay(QUICK_WAIT_MS);
      return true;
    }
    const ms = waitMs ?? this.backoffMs();
    if (this.failures > MAX_RETRIES || ms > this.leftMs) return false;
    await this.wait(ms);
    return true;
  }

  private backoffMs(): number {
    const jitter = 1 + JITTER * (2 * Math.random() - 1);
    return Math.min(FIRST_WAIT_MS * BACKOFF ** (this.failures - 1) * jitter, LONGEST_WAIT_MS);
  }

  /** A wait that is cut short by the hurry, and keeps no process alive. */
  private async wait(ms: number): Promise<void> {
    try {
      await delay(ms, undefined, { signal: this.hurry, ref: false });
    } catch {
      // Telemetry closes.
    }
  }
}
