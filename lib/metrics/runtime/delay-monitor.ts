import { monitorEventLoopDelay } from 'node:perf_hooks';

const NANOSECONDS = 1e9;
/** Where Node measures by a timer, the timer's own period is part of what it measures. */
const PERIOD_MS = 10;

/** The delays of the event loop since a moment, in seconds. */
export class DelayMonitor {
  private readonly histogram: ReturnType<typeof monitorEventLoopDelay>;
  /** In nanoseconds. */
  private readonly period: number;

  constructor(public sinceMs: number) {
    let isPerIteration = false;
    // A Node that measures each turn of the loop reads the option. Others measure how late a timer is.
    const options = {
      resolution: PERIOD_MS,
      get samplePerIteration() {
        return (isPerIteration = true);
      },
    };
    this.histogram = monitorEventLoopDelay(options);
    this.period = isPerIteration ? 0 : PERIOD_MS * 1e6;
    this.histogram.enable();
  }

  restart(atMs: number): void {
    this.histogram.reset();
    this.sinceMs = atMs;
  }

  stop(): void {
    this.histogram.disable();
  }

  /** Empty if the loop has not turned. */
  read(): Readonly<Record<string, number>> {
    const { histogram, period } = this;
    // In an empty histogram, the minimum is the largest possible number and the mean is NaN.
    if (histogram.count === 0) return {};
    const seconds = (nanoseconds: number) => Math.max(0, nanoseconds - period) / NANOSECONDS;
    return {
      min: seconds(histogram.min),
      max: seconds(histogram.max),
      mean: seconds(histogram.mean),
      stddev: histogram.stddev / NANOSECONDS,
      p50: seconds(histogram.percentile(50)),
      p90: seconds(histogram.percentile(90)),
      p99: seconds(histogram.percentile(99)),
    };
  }
}
