import type { Expects } from './expected-errors.js';

/** The maximum time that a failure waits for the answer of its request, in milliseconds. */
const MAX_WAIT_MS = 1_000;
const MAX_HELD_PER_REQUEST = 100;
const MAX_HELD = 1_000;

/** The answer of a request, for the failures inside it. */
export interface Answer {
  /** Whether a failure with this error became the answer, and the answer blames the caller. */
  readonly excuses?: Expects;
  /** The error with which the request failed. */
  readonly error?: unknown;
}

/** A failed call that waits for the answer of its request. */
type Settle = (answer: Answer) => void;

const holding = new Set<HeldFailures>();
let held = 0;

/** Failed calls inside one request. Whether they are errors is known when the request is answered. */
export class HeldFailures {
  private waiting: Settle[] = [];
  private timer: NodeJS.Timeout | undefined;

  /** Returns false if there is no room. */
  hold(settle: Settle): boolean {
    if (this.waiting.length >= MAX_HELD_PER_REQUEST || held >= MAX_HELD) return false;
    held++;
    this.waiting.push(settle);
    if (holding.size === 0) process.prependListener('exit', releaseAll);
    holding.add(this);
    this.timer ??= setTimeout(() => this.release({}), MAX_WAIT_MS).unref();
    return true;
  }

  /** Settles all failures, oldest first. */
  release(answer: Answer): void {
    const { waiting } = this;
    if (waiting.length === 0) return;
    this.waiting = [];
    held -= waiting.length;
    clearTimeout(this.timer);
    this.timer = undefined;
    holding.delete(this);
    if (holding.size === 0) process.off('exit', releaseAll);
    for (const settle of waiting) settle(answer);
  }
}

/** Nothing waits any longer: the application closes, or the process ends. */
export function releaseAll(): void {
  // A released one leaves the set.
  for (const failures of holding) failures.release({});
}
