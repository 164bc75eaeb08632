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
  sum: number;
  count: number;
  readonly bounds: number[];
  /** Each has the observations of all lower buckets too. */
  readonly accumulated: number[];
  readonly exemplars: OtlpExemplar[];
}

const TRACE_ID = /^[0-9a-f]{32}$/;
const SPAN_ID = /^[0-9a-f]{16}$/;
const NANOSECONDS_PER_MILLISECOND = 1_000_000n;

/** Collects the lines of a histogram by label set. */
export function histogramsOf({ name, values }: CollectedMetric): HistogramOfLabels[] {
  const found = new Map<string, Collected>();
  for (const sample of values) {
    const { le, ...labels } = sample.labels;
    const key = JSON.stringify(Object.entries(labels).sort());
    let histogram = found.get(key);
    if (histogram === undefined) {
      histogram = { labels, sum: 0, count: 0, bounds: [], accumulated: [], exemplars: [] };
      found.set(key, histogram);
    }
    if (sample.metricName === `${name}_sum`) histogram.sum = sample.value;
    else if (sample.metricName === `${name}_count`) histogram.count = sample.value;
    else if (le !== undefined) addBucket(histogram, le, sample);
  }
  return [...found.values()].map(finished);
}

function addBucket({ bounds, accumulated, exemplars }: Collected, le: string | number, sample: Sample): void {
  if (le !== '+Inf') bounds.push(Number(le));
  accumulated.push(sample.value);
  const exemplar = sample.exemplar && exemplarOf(sample.exemplar);
  if (exemplar) exemplars.push(exemplar);
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
