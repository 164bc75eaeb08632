import { type Histogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { TimerDelays } from './timer-delays.js';

const NANOSECONDS = 1e9;

type IntervalHistogram = ReturnType<typeof monitorEventLoopDelay>;

/** The delays of the event loop since a moment, in seconds. */
export class DelayMonitor {
  private readonly source: IntervalHistogram | TimerDelays = monitorEachTurn() ?? new TimerDelays();

  constructor(public sinceMs: number) {}

  restart(atMs: number): void {
    this.source.reset();
    this.sinceMs = atMs;
  }

  stop(): void {
    this.source.disable();
  }

  /** Empty if the loop has not turned. */
  read(): Readonly<Record<string, number>> {
    if (this.source instanceof TimerDelays) this.source.update();
    const { histogram } = this;
    // In an empty histogram, the minimum is the largest possible number and the mean is NaN.
    if (histogram.count === 0) return {};
    return {
      min: histogram.min / NANOSECONDS,
      max: histogram.max / NANOSECONDS,
      mean: histogram.mean / NANOSECONDS,
      stddev: histogram.stddev / NANOSECONDS,
      p50: histogram.percentile(50) / NANOSECONDS,
      p90: histogram.percentile(90) / NANOSECONDS,
      p99: histogram.percentile(99) / NANOSECONDS,
    };
  }

  private get histogram(): Histogram {
    return this.source instanceof TimerDelays ? this.source.histogram : this.source;
  }
}

/** Undefined on Node 22. Node 22 measures how late an internal timer is, and nothing before its second tick. */
function monitorEachTurn(): IntervalHistogram | undefined {
  let isPerTurn = false;
  // A Node that measures each turn of the loop reads the option.
  const options = {
    get samplePerIteration() {
      return (isPerTurn = true);
    },
  };
  const histogram = monitorEventLoopDelay(options);
  if (!isPerTurn) return undefined;
  histogram.enable();
  return histogram;
}
