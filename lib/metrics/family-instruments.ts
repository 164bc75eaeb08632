import type { Registry } from 'prom-client';
import type { FamilyMetrics, HistogramName, ResultLabel } from '../conventions/metrics/metric-family.js';
import type { Labels, Outcome } from '../observation/index.js';
import { type CounterSeries, KeptCounter } from './kept/kept-counter.js';
import { type GaugeSeries, KeptGauge } from './kept/kept-gauge.js';
import { type HistogramSeries, KeptHistogram, type SpanIds } from './kept/kept-histogram.js';
import { KeptMetric } from './kept/kept-metric.js';
import type { LabelValues } from './sample.js';
import type { SeriesCap } from './series/series-cap.js';

type Amount = (outcome: Outcome) => number;

/** The registered metrics of one family. */
export class FamilyInstruments {
  readonly counters: readonly { readonly counter: KeptCounter; readonly amount: Amount | undefined }[];
  readonly duration: KeptHistogram;
  readonly size: KeptHistogram | undefined;
  readonly inFlight: KeptGauge | undefined;
  readonly resultLabels: readonly (readonly [name: string, of: ResultLabel])[];

  constructor(
    readonly family: FamilyMetrics,
    registry: Registry,
    cap?: SeriesCap,
  ) {
    const { counters, duration, size, inFlight } = family;
    this.counters = counters.map(({ name, help, amount }) => ({
      counter: shared(registry, name, () => new KeptCounter(name, help, registry, cap)),
      amount,
    }));
    this.duration = histogram(duration, registry, cap);
    this.size = size && histogram(size, registry, cap);
    this.inFlight =
      inFlight && shared(registry, inFlight.name, () => new KeptGauge(inFlight.name, inFlight.help, registry, cap));
    this.resultLabels = Object.entries(family.resultLabels);
  }

  labelled(labels: Labels): LabelledInstruments {
    return new LabelledInstruments(this, this.valuesOf(labels));
  }

  /** Counts one operation without its duration. */
  count(labels: Labels, outcome: Outcome): void {
    const known = this.valuesOf(labels);
    for (const { counter, amount } of this.counters) {
      if (amount === undefined) {
        counter.labels(this.allValues(known, outcome)).inc();
        continue;
      }
      const counted = amount(outcome);
      if (counted > 0) counter.labels(known).inc(counted);
    }
  }

  /** Records the duration and sizes of one operation without counting it. */
  time(labels: Labels, outcome: Outcome): void {
    const all = this.allValues(this.valuesOf(labels), outcome);
    this.duration.labels(all).observe(outcome.durationMs / 1_000);
    const bytes = outcome.facts[this.family.size?.fact ?? ''];
    if (typeof bytes === 'number') this.size?.labels(all).observe(bytes);
  }

  /** The labels that are known when an operation begins, and the labels of its result. */
  allValues(known: LabelValues, outcome: Outcome): LabelValues {
    const values: Record<string, string> = { ...known };
    for (const [name, of] of this.resultLabels) values[name] = of(outcome);
    return values;
  }

  private valuesOf(labels: Labels): LabelValues {
    const values: Record<string, string> = {};
    for (const [name, { attribute, otherwise, part }] of Object.entries(this.family.labels)) {
      const value = String(labels[attribute] ?? otherwise);
      values[name] = part === undefined ? value : part(value);
    }
    return values;
  }
}

function histogram({ name, help, buckets }: HistogramName, registry: Registry, cap?: SeriesCap): KeptHistogram {
  return shared(registry, name, () => new KeptHistogram(name, help, buckets, registry, cap));
}

/** Two families may share one metric: sent and received messages. */
function shared<M extends object>(registry: Registry, name: string, create: () => M): M {
  const present: unknown = registry.getSingleMetric(name);
  return present instanceof KeptMetric ? (present as M) : create();
}

/** A family's metrics for one set of labels. It is created once, so that no request looks up labels. */
export class LabelledInstruments {
  readonly inFlight: GaugeSeries | undefined;
  private readonly series = new Map<string, ResultSeries>();

  constructor(
    private readonly instruments: FamilyInstruments,
    private readonly values: LabelValues,
  ) {
    this.inFlight = instruments.inFlight?.labels(values);
  }

  /** `span` becomes the exemplar of the duration's bucket. */
  record(outcome: Outcome, span?: SpanIds): void {
    const { resultLabels } = this.instruments;
    let key = '';
    for (const [, of] of resultLabels) key = key === '' ? of(outcome) : `${key}\u0000${of(outcome)}`;
    let series = this.series.get(key);
    if (series === undefined) {
      series = new ResultSeries(this.instruments, this.values, this.instruments.allValues(this.values, outcome));
      // Overflow series are not cached: result labels may be unbounded too.
      if (!series.overflows) this.series.set(key, series);
    }
    series.record(outcome, span);
  }
}

/**
 * A counter of some outcomes. Its series is created with the first count: a cache that only writes has no series for
 * hits.
 */
class SometimesCounted {
  private series: CounterSeries | undefined;

  constructor(
    private readonly counter: KeptCounter,
    private readonly labels: LabelValues,
    private readonly amount: Amount,
  ) {}

  record(outcome: Outcome): void {
    const counted = this.amount(outcome);
    if (counted > 0) (this.series ??= this.counter.labels(this.labels)).inc(counted);
  }
}

/** The metrics of one complete set of labels. */
class ResultSeries {
  readonly overflows: boolean;
  private readonly always: readonly CounterSeries[];
  private readonly sometimes: readonly SometimesCounted[];
  private readonly duration: HistogramSeries;
  private readonly size: HistogramSeries | undefined;
  private readonly sizeFact: string;

  constructor({ family, counters, duration, size }: FamilyInstruments, known: LabelValues, all: LabelValues) {
    this.always = counters.filter(({ amount }) => amount === undefined).map(({ counter }) => counter.labels(all));
    this.sometimes = counters.flatMap(({ counter, amount }) =>
      amount === undefined ? [] : new SometimesCounted(counter, known, amount),
    );
    this.duration = duration.labels(all);
    this.overflows = duration.isOverflow(this.duration);
    this.size = size?.labels(all);
    this.sizeFact = family.size?.fact ?? '';
  }

  record(outcome: Outcome, span: SpanIds | undefined): void {
    for (const series of this.always) series.inc();
    for (const counted of this.sometimes) counted.record(outcome);
    this.duration.observe(outcome.durationMs / 1_000, span);
    if (this.size === undefined) return;
    const bytes = outcome.facts[this.sizeFact];
    if (typeof bytes === 'number') this.size.observe(bytes);
  }
}
