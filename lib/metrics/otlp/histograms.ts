import type { Exemplar, Sample } from '../sample.js';
import type { CollectedMetric } from './collected-metric.js';
import type { OtlpExemplar, OtlpHistogramPoint } from './otlp-request.js';

type Histogram = Pick<OtlpHistogramPoint, 'count' | 'sum' | 'bucketCounts' | 'explicitBounds' | 'exemplars'>;

export interface HistogramOfLabels {
  readonly labels: Sample['labels'];
  readonly histogram: Histogram;
}

interface Collected {
  readonly labels: Sample['labels'];
  /** The number of labels. */
  readonly size: number;
  sum: number;
  count: number;
  readonly bounds: number[];
  /** Each has the observations of all lower buckets too. */
  readonly accumulated: number[];
  readonly exemplars: OtlpExemplar[];
}

/** The label with the upper bound of a bucket. */
const BOUND = 'le';
const TRACE_ID = /^[0-9a-f]{32}$/;
const SPAN_ID = /^[0-9a-f]{16}$/;
const NANOSECONDS_PER_MILLISECOND = 1_000_000n;

/** Collects the lines of a histogram by label set. */
export function histogramsOf({ name, values }: CollectedMetric): HistogramOfLabels[] {
  const found = new Map<string, Collected>();
  let histogram: Collected | undefined;
  for (const sample of values) {
    // The samples of a series usually follow each other.
    if (histogram === undefined || !isOf(histogram, sample)) histogram = seriesOf(found, sample);
    if (sample.metricName === `${name}_sum`) histogram.sum = sample.value;
    else if (sample.metricName === `${name}_count`) histogram.count = sample.value;
    else addBucket(histogram, sample);
  }
  return [...found.values()].map(finished);
}

function isOf({ labels, size }: Collected, sample: Sample): boolean {
  let others = size;
  for (const name in sample.labels) {
    if (name === BOUND) continue;
    if (sample.labels[name] !== labels[name]) return false;
    others--;
  }
  return others === 0;
}

function seriesOf(found: Map<string, Collected>, { labels: { [BOUND]: _bound, ...labels } }: Sample): Collected {
  const entries = Object.entries(labels).sort();
  const key = JSON.stringify(entries);
  let histogram = found.get(key);
  if (histogram === undefined) {
    histogram = { labels, size: entries.length, sum: 0, count: 0, bounds: [], accumulated: [], exemplars: [] };
    found.set(key, histogram);
  }
  return histogram;
}

function addBucket({ bounds, accumulated, exemplars }: Collected, { labels, value, exemplar }: Sample): void {
  const bound = labels[BOUND];
  if (bound === undefined) return;
  if (bound !== '+Inf') bounds.push(Number(bound));
  accumulated.push(value);
  const found = exemplar && exemplarOf(exemplar);
  if (found) exemplars.push(found);
}

function finished({ labels, sum, count, bounds, accumulated, exemplars }: Collected): HistogramOfLabels {
  const bucketCounts = accumulated.map((below, at) => String(below - (accumulated[at - 1] ?? 0)));
  return { labels, histogram: { count: String(count), sum, bucketCounts, explicitBounds: bounds, exemplars } };
}

/** Undefined if it leads to no trace. */
function exemplarOf({ labelSet, value, timestamp }: Exemplar): OtlpExemplar | undefined {
  const { trace_id: traceId = '', span_id: spanId = '' } = labelSet;
  if (!TRACE_ID.test(traceId) || !SPAN_ID.test(spanId)) return undefined;
  const timeUnixNano = String(BigInt(Math.round(timestamp * 1_000)) * NANOSECONDS_PER_MILLISECOND);
  return { timeUnixNano, asDouble: value, spanId, traceId };
}
