/** A shorter interval gives no useful rate. Two scrapers, or a scrape and a push, share the last reading. */
const SHORTEST_MS = 500;

/** Reads the change since the last reading, with a minimum interval. */
export class Interval<Reading> {
  private since: number;
  private last: Reading | undefined;

  constructor(
    private readonly read: (elapsedMs: number) => Reading,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.since = now();
  }

  reading(): Reading {
    const now = this.now();
    const elapsed = now - this.since;
    if (this.last === undefined || elapsed >= SHORTEST_MS) {
      this.last = this.read(elapsed);
      this.since = now;
    }
    return this.last;
  }
}
