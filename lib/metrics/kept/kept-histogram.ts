import type { Registry } from 'prom-client';
import type { SeriesCap } from '../series/series-cap.js';
import { KeptMetric, type LabelValues, type Sample } from './kept-metric.js';

export class HistogramSeries {
  sum = 0;
  count = 0;
  /** Observations by bucket, not accumulated. What is above the last bound is only in `count`. */
  readonly buckets: number[];

  constructor(private readonly bounds: readonly number[]) {
    this.buckets = bounds.map(() => 0);
  }

  observe(value: number): void {
    this.sum += value;
    this.count++;
    const { bounds } = this;
    for (let at = 0; at < bounds.length; at++) {
      if (value <= (bounds[at] as number)) {
        this.buckets[at] = (this.buckets[at] as number) + 1;
        return;
      }
    }
  }

  reset(): void {
    this.sum = 0;
    this.count = 0;
    this.buckets.fill(0);
  }
}

export class KeptHistogram extends KeptMetric<HistogramSeries> {
  readonly type = 'histogram';

  constructor(
    name: string,
    help: string,
    private readonly bounds: readonly number[],
    registry: Registry,
    cap?: SeriesCap,
  ) {
    super(name, help, registry, cap);
  }

  protected open(): HistogramSeries {
    return new HistogramSeries(this.bounds);
  }

  protected collect({ buckets, sum, count }: HistogramSeries, labels: LabelValues, into: Sample[]): void {
    const bucket = `${this.name}_bucket`;
    let below = 0;
    this.bounds.forEach((le, at) => {
      below += buckets[at] ?? 0;
      into.push({ metricName: bucket, labels: { le, ...labels }, value: below });
    });
    into.push(
      { metricName: bucket, labels: { le: '+Inf', ...labels }, value: count },
      { metricName: `${this.name}_sum`, labels, value: sum },
      { metricName: `${this.name}_count`, labels, value: count },
    );
  }
}
