/** Milliseconds of a monotonic clock. */
export type Clock = () => number;

export const monotonicClock: Clock = () => performance.now();

/**
 * Admits a fixed number per second. Unused permits are saved: up to one second's worth, and at least one. A new bucket
 * is full.
 *
 * The only state is the time at which the bucket is full again. So there are no rounding errors, a refusal changes
 * nothing, and no timer runs.
 */
export class TokenBucket {
  private fullAt = Number.NEGATIVE_INFINITY;
  private intervalMs = 0;
  private capacity = 0;

  constructor(
    private perSecond: number,
    private readonly now: Clock = monotonicClock,
  ) {
    this.fill(perSecond);
  }

  take(): boolean {
    if (this.perSecond === 0) return false;
    const now = this.now();
    if (this.fullAt > now + (this.capacity - 1) * this.intervalMs) return false;
    this.fullAt = Math.max(this.fullAt, now) + this.intervalMs;
    return true;
  }

  /** Changes the rate and keeps the saved permits, so that the change causes no burst. */
  changeRate(perSecond: number): void {
    if (perSecond === this.perSecond) return;
    const now = this.now();
    const saved = this.capacity - Math.max(0, this.fullAt - now) / this.intervalMs;
    this.fill(perSecond);
    this.fullAt = perSecond === 0 ? now : now + Math.max(0, this.capacity - saved) * this.intervalMs;
  }

  private fill(perSecond: number): void {
    this.perSecond = perSecond;
    this.intervalMs = 1000 / perSecond;
    this.capacity = Math.max(1, perSecond);
  }
}
