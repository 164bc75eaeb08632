import type { Sample } from '../sample.js';
import type { CollectedMetric } from './collected-metric.js';

interface Buckets {
  boundaries: number[];
  counts: number[];
}

export interface HistogramOfLabels {
  readonly labels: Sample['labels'];
  readonly value: { readonly buckets: Buckets; sum: number; count: number };
}

/** Collects the lines of a histogram by label set. Converts cumulative buckets to single ones. */
export function histogramsOf({ name, values }: CollectedMetric): HistogramOfLabels[] {
  const found = new Map<string, HistogramOfLabels>();
  for (const sample of values) {
    const { le, ...labels } = sample.labels;
    const key = JSON.stringify(Object.entries(labels).sort());
    let histogram = found.get(key);
    if (histogram === undefined) {
      histogram = { labels, value: { buckets: { boundaries: [], counts: [] }, sum: 0, count: 0 } };
      found.set(key, histogram);
    }
    const { value } = histogram;
    if (sample.metricName === `${name}_sum`) value.sum = sample.value;
    else if (sample.metricName === `${name}_count`) value.count = sample.value;
    else if (le !== undefined) {
      if (le !== '+Inf') value.buckets.boundaries.push(Number(le));
      value.buckets.counts.push(sample.value);
    }
  }
  for (const { value } of found.values()) single(value.buckets);
  return [...found.values()];
}

function single(buckets: Buckets): void {
  buckets.counts = buckets.counts.map((count, at, accumulated) => count - (accumulated[at - 1] ?? 0));
}
