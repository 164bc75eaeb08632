import type { LabelValues } from '../sample.js';

/** The maximum number of series of a metric, and the report of label sets beyond it. */
export interface SeriesLimit {
  readonly limit: number;
  /** Reports that a label set of `metric` was beyond the limit. `present` returns the label sets that have a series. */
  fold(metric: string, present: () => Iterable<LabelValues>): void;
}
