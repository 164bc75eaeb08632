import { setImmediate as turn } from 'node:timers/promises';
import { DelayMonitor } from './delay-monitor.js';

/** Readings within this time count as one. */
const ONE_READING_MS = 1_000;

type Delays = Readonly<Record<string, number>>;

/**
 * The delays of the event loop since the reading before the last one: each of two scrapers that take turns sees all since
 * its own last scrape, and none hides a block from the other.
 */
export class LoopDelays {
  /** Since the reading before the last one. */
  private older: DelayMonitor;
  /** Since the last reading. */
  private newer: DelayMonitor;
  private reading: Promise<Delays> | undefined;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.older = new DelayMonitor(now());
    this.newer = new DelayMonitor(now());
  }

  /** Readings at the same time share one result. */
  read(): Promise<Delays> {
    this.reading ??= this.readNow().finally(() => (this.reading = undefined));
    return this.reading;
  }

  stop(): void {
    this.older.stop();
    this.newer.stop();
  }

  private async readNow(): Promise<Delays> {
    // The current turn of the loop counts when it ends.
    await turn();
    const { older, newer } = this;
    const delays = older.read();
    const now = this.now();
    if (now - newer.sinceMs >= ONE_READING_MS) {
      older.restart(now);
      [this.older, this.newer] = [newer, older];
    }
    return delays;
  }
}
