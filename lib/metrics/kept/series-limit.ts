import type { LabelValues } from '../sample.js';

/** How many series a metric may have, and who hears of it when that is not enough. */
export interface SeriesLimit {
  readonly limit: number;
  /** Notes that a label set of `metric` found no room. `present` gives those that have a series. */
  fold(metric: string, present: () => Iterable<LabelValues>): void;
}
