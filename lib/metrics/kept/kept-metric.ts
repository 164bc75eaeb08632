import type { Registry } from 'prom-client';
import { OVERFLOW_LABELS } from '../../conventions/metrics/overflow.js';
import { metricValues, type MetricValues, type RegisteredMetric, registerMetric } from '../registered-metric.js';
import type { LabelValues, Sample } from '../sample.js';
import type { SeriesLimit } from './series-limit.js';

/**
 * A metric whose series are plain objects, which its user keeps. prom-client validates and hashes labels at every
 * observation. Here, labels are looked up once, and an observation is an addition. A registry reads the samples with
 * `get()`, as for its own metrics.
 */
export abstract class KeptMetric<Series extends { reset(): void }> implements RegisteredMetric {
  abstract readonly type: 'counter' | 'gauge' | 'histogram';
  /** The values of several processes of one service are summed. */
  readonly aggregator = 'sum';
  private readonly series = new Map<string, { readonly labels: LabelValues; readonly series: Series }>();
  private overflow: Series | undefined;

  constructor(
    readonly name: string,
    readonly help: string,
    registry: Registry,
    private readonly cap?: SeriesLimit,
  ) {
    registerMetric(registry, this);
  }

  /**
   * The series for these labels. Keep the object, unless it is the overflow series: a later lookup may find a free
   * series.
   */
  labels(labels: LabelValues): Series {
    const key = Object.values(labels).join('\u0000');
    let kept = this.series.get(key);
    if (kept === undefined) {
      if (this.cap !== undefined && this.series.size >= this.cap.limit) return this.folded(this.cap);
      kept = { labels, series: this.open() };
      this.series.set(key, kept);
    }
    return kept.series;
  }

  async get(): Promise<MetricValues> {
    const values: Sample[] = [];
    for (const [labels, series] of this.all()) this.collect(series, labels, values);
    return metricValues(this, values);
  }

  /** The samples, one series after the other, for a reader that pauses in between. */
  *samples(): Generator<readonly Sample[]> {
    for (const [labels, series] of this.all()) {
      const samples: Sample[] = [];
      this.collect(series, labels, samples);
      yield samples;
    }
  }

  /** True for the overflow series. */
  isOverflow(series: Series): boolean {
    return series === this.overflow;
  }

  /** Sets all values to zero. The series stay, because their users keep them and continue to count. */
  reset(): void {
    for (const [, series] of this.all()) series.reset();
  }

  private *all(): Generator<readonly [LabelValues, Series]> {
    for (const { labels, series } of this.series.values()) yield [labels, series];
    if (this.overflow !== undefined) yield [OVERFLOW_LABELS, this.overflow];
  }

  private folded(cap: SeriesLimit): Series {
    cap.fold(this.name, () => this.labelSets());
    return (this.overflow ??= this.open());
  }

  private *labelSets(): Iterable<LabelValues> {
    for (const { labels } of this.series.values()) yield labels;
  }

  protected abstract open(): Series;
  protected abstract collect(series: Series, labels: LabelValues, into: Sample[]): void;
}
