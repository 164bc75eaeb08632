import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { Interval } from './interval.js';

const NANOSECONDS = 1e9;

/** The delay and the utilisation of the event loop. */
export class EventLoop {
  readonly lag: Interval<Readonly<Record<string, number>>>;
  readonly utilization: Interval<number>;
  private readonly delay: ReturnType<typeof monitorEventLoopDelay>;

  constructor(now?: () => number) {
    this.delay = monitorEventLoopDelay({ resolution: 20 });
    this.delay.enable();
    this.lag = new Interval(() => this.readLag(), now);
    let before = performance.eventLoopUtilization();
    this.utilization = new Interval(() => {
      const current = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(current, before);
      before = current;
      return utilization;
    }, now);
  }

  stop(): void {
    this.delay.disable();
  }

  private readLag(): Readonly<Record<string, number>> {
    const { delay } = this;
    // In an empty histogram, the minimum is the largest possible number and the mean is NaN.
    if (delay.count === 0) return {};
    const seconds = {
      min: delay.min,
      max: delay.max,
      mean: delay.mean,
      stddev: delay.stddev,
      p50: delay.percentile(50),
      p90: delay.percentile(90),
      p99: delay.percentile(99),
    };
    delay.reset();
    return Object.fromEntries(Object.entries(seconds).map(([name, value]) => [name, value / NANOSECONDS]));
  }
}
