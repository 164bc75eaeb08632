/** Milliseconds since some fixed moment; never goes back. */
export type Clock = () => number;

export const monotonicClock: Clock = () => performance.now();

/**
 * Admits so many a second. What is not used is saved, up to one second's worth and at least one; a new bucket is full.
 *
 * It keeps no balance but the moment when it is full again. So nothing is lost to rounding however often it is asked,
 * a refusal changes nothing, and no timer runs.
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

  /** Goes on at another rate with what is saved, so that a change is no occasion for a burst. */
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
