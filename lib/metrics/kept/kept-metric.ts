import type { Registry } from 'prom-client';
import { OVERFLOW_LABELS } from '../../conventions/metrics/overflow.js';
import type { SeriesCap } from '../series/series-cap.js';

/** The values of a metric's labels, by name. */
export type LabelValues = Readonly<Record<string, string>>;

/** One line of the exposition, as prom-client's registries take it from a metric. */
export interface Sample {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  readonly metricName?: string;
  /** Further labels, in one object for all samples of a series. */
  readonly sharedLabels?: Readonly<Record<string, string | number>>;
  readonly exemplar?: Exemplar | null | undefined;
}

/** What leads from a sample to a trace, in the shape of prom-client's. */
export interface Exemplar {
  readonly labelSet: Readonly<Record<string, string>>;
  readonly value: number;
  /** Seconds since 1970. */
  readonly timestamp: number;
}

/**
 * A metric whose series are plain objects that their user keeps. prom-client validates and hashes the labels at every
 * observation; these are looked up once, and an observation is an addition. A registry asks them for their samples as
 * it asks its own metrics: by `get()`.
 */
export abstract class KeptMetric<Series extends { reset(): void }> {
  abstract readonly type: 'counter' | 'gauge' | 'histogram';
  /** Processes of one service are added up. */
  readonly aggregator = 'sum';
  private readonly series = new Map<string, { readonly labels: LabelValues; readonly series: Series }>();
  private overflow: Series | undefined;

  constructor(
    readonly name: string,
    readonly help: string,
    registry: Registry,
    private readonly cap?: SeriesCap,
  ) {
    registry.registerMetric(this as never);
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

  async get(): Promise<{ name: string; help: string; type: string; values: readonly Sample[]; aggregator: string }> {
    const values: Sample[] = [];
    for (const [labels, series] of this.all()) this.collect(series, labels, values);
    return { name: this.name, help: this.help, type: this.type, values, aggregator: this.aggregator };
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

  private folded(cap: SeriesCap): Series {
    cap.fold(this.name, () => this.labelSets());
    return (this.overflow ??= this.open());
  }

  private *labelSets(): Iterable<LabelValues> {
    for (const { labels } of this.series.values()) yield labels;
  }

  protected abstract open(): Series;
  protected abstract collect(series: Series, labels: LabelValues, into: Sample[]): void;
}
