import { performance } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { DelayMonitor } from './delay-monitor.js';
import { Interval } from './interval.js';

/** A delay is reported for this long, so that each of several scrapers sees it. */
const SHOWN_MS = 60_000;

type Delays = Readonly<Record<string, number>>;

/** The delay and the utilisation of the event loop. */
export class EventLoop {
  readonly utilization: Interval<number>;
  private older: DelayMonitor;
  private newer: DelayMonitor;
  private reading: Promise<Delays> | undefined;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.older = new DelayMonitor(now());
    this.newer = new DelayMonitor(now());
    let before = performance.eventLoopUtilization();
    this.utilization = new Interval(() => {
      const current = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(current, before);
      before = current;
      return utilization;
    }, now);
  }

  /** The delays since the last reading, and of at least the last minute. Readings at the same time share one result. */
  delays(): Promise<Delays> {
    this.reading ??= this.read().finally(() => (this.reading = undefined));
    return this.reading;
  }

  stop(): void {
    this.older.stop();
    this.newer.stop();
  }

  private async read(): Promise<Delays> {
    // The current turn of the loop counts when it ends.
    await turn();
    const { older, newer } = this;
    const now = this.now();
    if (now - newer.sinceMs < SHOWN_MS) return older.read();
    const delays = newer.read();
    older.restart(now);
    [this.older, this.newer] = [newer, older];
    return delays;
  }
}
