import type { Registry } from 'prom-client';
import { OVERFLOW_LABELS } from '../../conventions/metrics/overflow.js';
import { metricValues, type MetricValues, type RegisteredMetric, registerMetric } from '../registered-metric.js';
import type { LabelValues, Sample } from '../sample.js';
import type { SeriesLimit } from './series-limit.js';

/**
 * A metric whose series are plain objects that their user keeps. prom-client validates and hashes the labels at every
 * observation; these are looked up once, and an observation is an addition. A registry asks them for their samples as
 * it asks its own metrics: by `get()`.
 */
export abstract class KeptMetric<Series extends { reset(): void }> implements RegisteredMetric {
  abstract readonly type: 'counter' | 'gauge' | 'histogram';
  /** Processes of one service are added up. */
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

  /** The series of these labels. Keep it, unless it is the overflow series: there may be room later. */
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

  /** The samples of one series after the other, for a reader that stops in between. */
  *samples(): Generator<readonly Sample[]> {
    for (const [labels, series] of this.all()) {
      const samples: Sample[] = [];
      this.collect(series, labels, samples);
      yield samples;
    }
  }

  /** Whether `series` is where label sets go that found no room. */
  isOverflow(series: Series): boolean {
    return series === this.overflow;
  }

  /** Sets everything to zero. The series stay: others keep them and go on counting. */
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
