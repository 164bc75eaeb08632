import type { Registry } from 'prom-client';
import type { MetricFamily } from '../conventions/metric-family.js';
import type { Labels, Outcome } from '../observation/index.js';
import { type CounterSeries, KeptCounter } from './kept/kept-counter.js';
import { type GaugeSeries, KeptGauge } from './kept/kept-gauge.js';
import { type HistogramSeries, KeptHistogram, type SpanIds } from './kept/kept-histogram.js';
import type { LabelValues } from './kept/kept-metric.js';

type When = (outcome: Outcome) => boolean;

/** The registered metrics of one family. */
export class FamilyInstruments {
  readonly counters: readonly { readonly counter: KeptCounter; readonly when: When | undefined }[];
  readonly duration: KeptHistogram;
  readonly size: KeptHistogram | undefined;
  readonly inFlight: KeptGauge | undefined;
  readonly resultLabels: readonly (readonly [name: string, of: (outcome: Outcome) => string])[];

  constructor(
    readonly family: MetricFamily,
    registry: Registry,
  ) {
    const { counters, duration, size, inFlight } = family;
    this.counters = counters.map(({ name, help, when }) => ({ counter: new KeptCounter(name, help, registry), when }));
    this.duration = new KeptHistogram(duration.name, duration.help, duration.buckets, registry);
    this.size = size && new KeptHistogram(size.name, size.help, size.buckets, registry);
    this.inFlight = inFlight && new KeptGauge(inFlight.name, inFlight.help, registry);
    this.resultLabels = Object.entries(family.resultLabels);
  }

  labelled(labels: Labels): LabelledInstruments {
    const values: Record<string, string> = {};
    for (const [name, { attribute, otherwise }] of Object.entries(this.family.labels)) {
      values[name] = String(labels[attribute] ?? otherwise);
    }
    return new LabelledInstruments(this, values);
  }
}

/** A family's metrics for one set of labels. Made once, so that nothing is looked up by labels while serving. */
export class LabelledInstruments {
  readonly inFlight: GaugeSeries | undefined;
  private readonly series = new Map<string, ResultSeries>();

  constructor(
    private readonly instruments: FamilyInstruments,
    private readonly values: LabelValues,
  ) {
    this.inFlight = instruments.inFlight?.labels(values);
  }

  /** `span` leads from the duration's bucket to a trace. */
  record(outcome: Outcome, span?: SpanIds): void {
    const { resultLabels } = this.instruments;
    let key = '';
    for (const [, of] of resultLabels) key = key === '' ? of(outcome) : `${key}\u0000${of(outcome)}`;
    let series = this.series.get(key);
    if (series === undefined) {
      series = this.open(outcome);
      this.series.set(key, series);
    }
    series.record(outcome, span);
  }

  private open(outcome: Outcome): ResultSeries {
    const values: Record<string, string> = { ...this.values };
    for (const [name, of] of this.instruments.resultLabels) values[name] = of(outcome);
    return new ResultSeries(this.instruments, this.values, values);
  }
}

/** A counter of some outcomes. Its series exists once there was one: a cache that only writes shows no hits. */
class SometimesCounted {
  private series: CounterSeries | undefined;

  constructor(
    private readonly counter: KeptCounter,
    private readonly labels: LabelValues,
    private readonly when: When,
  ) {}

  record(outcome: Outcome): void {
    if (this.when(outcome)) (this.series ??= this.counter.labels(this.labels)).inc();
  }
}

/** The metrics of one full set of labels. */
class ResultSeries {
  private readonly always: readonly CounterSeries[];
  private readonly sometimes: readonly SometimesCounted[];
  private readonly duration: HistogramSeries;
  private readonly size: HistogramSeries | undefined;
  private readonly sizeFact: string;

  constructor({ family, counters, duration, size }: FamilyInstruments, known: LabelValues, all: LabelValues) {
    this.always = counters.filter(({ when }) => when === undefined).map(({ counter }) => counter.labels(all));
    this.sometimes = counters.flatMap(({ counter, when }) =>
      when === undefined ? [] : new SometimesCounted(counter, known, when),
    );
    this.duration = duration.labels(all);
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
