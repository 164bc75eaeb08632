import type { Registry } from 'prom-client';
import type { Exemplar, LabelValues, Sample } from '../sample.js';
import { isAddable } from '../value-report.js';
import { KeptMetric } from './kept-metric.js';
import type { SeriesLimit } from './series-limit.js';

/** The span of an observation. */
export interface SpanIds {
  readonly traceId: string;
  readonly spanId: string;
}

/** The latest observation of a bucket with a trace. */
interface BucketExemplar {
  span: SpanIds;
  value: number;
  atMs: number;
}

export class HistogramSeries {
  sum = 0;
  count = 0;
  /** Observations by bucket, not cumulative. Observations above the last bound are only in `count`. */
  readonly buckets: number[];
  /** By bucket. The bucket after the last bound is at the end. */
  private readonly exemplars: (BucketExemplar | undefined)[] = [];

  constructor(private readonly bounds: readonly number[]) {
    this.buckets = bounds.map(() => 0);
  }

  observe(value: number, span?: SpanIds): void {
    // One NaN would make the sum NaN for good.
    if (!isAddable(value)) return;
    this.sum += value;
    this.count++;
    const { bounds } = this;
    let at = 0;
    while (at < bounds.length && value > (bounds[at] as number)) at++;
    if (at < bounds.length) this.buckets[at] = (this.buckets[at] as number) + 1;
    if (span !== undefined) this.keep(at, value, span);
  }

  exemplar(bucket: number): Exemplar | undefined {
    const found = this.exemplars[bucket];
    if (found === undefined) return undefined;
    const { span, value, atMs } = found;
    return { labelSet: { trace_id: span.traceId, span_id: span.spanId }, value, timestamp: atMs / 1_000 };
  }

  private keep(bucket: number, value: number, span: SpanIds): void {
    const kept = this.exemplars[bucket];
    if (kept === undefined) {
      this.exemplars[bucket] = { span, value, atMs: Date.now() };
      return;
    }
    kept.span = span;
    kept.value = value;
    kept.atMs = Date.now();
  }

  reset(): void {
    this.sum = 0;
    this.count = 0;
    this.buckets.fill(0);
    this.exemplars.fill(undefined);
  }
}

export class KeptHistogram extends KeptMetric<HistogramSeries> {
  readonly type = 'histogram';

  constructor(
    name: string,
    help: string,
    private readonly bounds: readonly number[],
    registry: Registry,
    cap?: SeriesLimit,
  ) {
    super(name, help, registry, cap);
  }

  protected open(): HistogramSeries {
    return new HistogramSeries(this.bounds);
  }

  protected collect(series: HistogramSeries, labels: LabelValues, into: Sample[]): void {
    const { buckets, sum, count } = series;
    const bucket = `${this.name}_bucket`;
    let below = 0;
    this.bounds.forEach((le, at) => {
      below += buckets[at] ?? 0;
      into.push({ metricName: bucket, labels: { le, ...labels }, value: below, exemplar: series.exemplar(at) });
    });
    into.push(
      {
        metricName: bucket,
        labels: { le: '+Inf', ...labels },
        value: count,
        exemplar: series.exemplar(this.bounds.length),
      },
      { metricName: `${this.name}_sum`, labels, value: sum },
      { metricName: `${this.name}_count`, labels, value: count },
    );
  }
}
