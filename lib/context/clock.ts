import type { HrTime } from '@opentelemetry/api';
import { sharedState } from '../observation/index.js';

const NS_PER_US = 1e3;
const NS_PER_MS = 1e6;
const NS_PER_S = 1e9;
const US_PER_MS = 1e3;

/** The wall clock shows whole milliseconds. Beyond this difference from it, a new local root gets a new clock. */
const TOLERANCE_MS = 2;
/** `Date` supports no later time. */
const MAX_WALL_MS = 8.64e15;

/**
 * The monotonic clock with the wall-clock time of its zero point. All spans and lines below one local root use the same
 * clock, so that a wall clock that jumps moves none of them.
 */
export class Clock {
  private readonly zeroUs: number;
  /** The earliest nanosecond that may be read next. */
  private next = Number.NEGATIVE_INFINITY;

  /** `zeroMs` is the wall-clock time at which `performance.now()` was zero. */
  constructor(zeroMs: number) {
    this.zeroUs = Math.round(zeroMs * US_PER_MS);
  }

  /**
   * The time now. Each reading is in a later microsecond than the one before, so that two events in sequence never have
   * the same time, in no format.
   */
  now(): HrTime {
    let ns = Math.floor(performance.now() * NS_PER_MS);
    if (!(ns >= this.next)) ns = Number.isFinite(this.next) ? this.next : 0;
    this.next = ns - (ns % NS_PER_US) + NS_PER_US;
    return this.hrTime(ns);
  }

  /** The time of an earlier `performance.now()`. */
  at(monotonicMs: number): HrTime {
    return this.hrTime(Math.floor(monotonicMs * NS_PER_MS));
  }

  /** True if this clock shows about the time that the wall clock shows. */
  agreesWith(wallMs: number, monotonicMs: number): boolean {
    const aheadMs = this.zeroUs / US_PER_MS + monotonicMs - wallMs;
    return aheadMs > -TOLERANCE_MS && aheadMs < 1 + TOLERANCE_MS;
  }

  /** Seconds and nanoseconds are added separately: one number could not hold nanoseconds since 1970. */
  private hrTime(ns: number): HrTime {
    const zeroSeconds = Math.floor(this.zeroUs / 1e6);
    const total = (this.zeroUs - zeroSeconds * 1e6) * NS_PER_US + ns;
    const seconds = Math.floor(total / NS_PER_S);
    return [zeroSeconds + seconds, total - seconds * NS_PER_S];
  }
}

const state = sharedState('clock', () => ({ current: new Clock(performance.timeOrigin) }));

/** The clock for work that begins now. It replaces the current one if the wall clock has jumped or drifted away. */
export function currentClock(): Clock {
  const wallMs = Date.now();
  const monotonicMs = performance.now();
  if (!state.current.agreesWith(wallMs, monotonicMs) && Math.abs(wallMs) < MAX_WALL_MS) {
    // The middle of the millisecond that the wall clock shows.
    state.current = new Clock(wallMs + 0.5 - monotonicMs);
  }
  return state.current;
}
