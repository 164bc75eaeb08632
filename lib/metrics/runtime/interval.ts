/** A shorter time says little about a rate: two scrapers, or a scrape and a push, share what was read last. */
const SHORTEST_MS = 500;

/** Reads what happened since the last reading, but not more often than makes sense. */
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
