import { createHistogram, performance, type RecordableHistogram } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';

const PERIOD_MS = 10;
const NANOSECONDS_PER_MS = 1e6;

/**
 * How late a timer is, in nanoseconds. A block that begins between two of its ticks is measured from the later one: up
 * to 10 ms too short.
 */
export class TimerDelays {
  readonly histogram: RecordableHistogram = createHistogram();
  private tick = performance.now();
  private readonly timer = setInterval(() => this.record(), PERIOD_MS).unref();

  /** A tick that is late already counts, and there is always one. */
  update(): void {
    if (this.histogram.count === 0 || performance.now() - this.tick > PERIOD_MS) this.record();
  }

  reset(): void {
    this.histogram.reset();
    this.tick = performance.now();
  }

  disable(): void {
    clearInterval(this.timer);
  }

  private record(): void {
    const now = performance.now();
    const late = (now - this.tick - PERIOD_MS) * NANOSECONDS_PER_MS;
    // A histogram takes no zero.
    this.histogram.record(Math.max(1, Math.round(late)));
    this.tick = now;
  }
}
