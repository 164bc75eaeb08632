import type { Counter, Gauge, Histogram } from 'prom-client';
import type { MetricFamily } from '../conventions/metric-family.js';
import type { Labels, Outcome } from '../observation/index.js';
import type { Metrics } from './metrics.service.js';

type LabelValues = Record<string, string>;

interface FamilyCounter {
  readonly counter: Counter<string>;
  readonly when: ((outcome: Outcome) => boolean) | undefined;
}

/** The registered metrics of one family. */
export class FamilyInstruments {
  readonly counters: readonly FamilyCounter[];
  readonly duration: Histogram<string>;
  readonly size: Histogram<string> | undefined;
  readonly inFlight: Gauge<string> | undefined;

  constructor(
    readonly family: MetricFamily,
    metrics: Metrics,
  ) {
    const known = Object.keys(family.labels);
    const labels = [...known, ...Object.keys(family.resultLabels)];
    const { size, inFlight } = family;
    this.counters = family.counters.map(({ name, help, when }) => ({
      counter: metrics.counter<string>(name, { help, labels: when === undefined ? labels : known }),
      when,
    }));
    this.duration = metrics.histogram<string>(family.duration.name, { ...family.duration, labels });
    this.size = size && metrics.histogram<string>(size.name, { ...size, labels });
    this.inFlight = inFlight && metrics.gauge<string>(inFlight.name, { ...inFlight, labels: known });
  }

  labelled(labels: Labels): LabelledInstruments {
    const values: LabelValues = {};
    for (const [name, { attribute, otherwise }] of Object.entries(this.family.labels)) {
      values[name] = String(labels[attribute] ?? otherwise);
    }
    return new LabelledInstruments(this, values);
  }
}

/** A family's metrics for one set of labels. Made once, so that nothing is looked up by labels while serving. */
export class LabelledInstruments {
  readonly inFlight: Gauge.Internal<string> | undefined;
  private readonly series = new Map<string, Series>();

  constructor(
    private readonly instruments: FamilyInstruments,
    private readonly values: LabelValues,
  ) {
    this.inFlight = instruments.inFlight?.labels(values);
  }

  record(outcome: Outcome): void {
    const { resultLabels } = this.instruments.family;
    let key = '';
    for (const name in resultLabels) key += `${resultLabels[name]?.(outcome)}\n`;
    let series = this.series.get(key);
    if (series === undefined) {
      series = this.open(outcome);
      this.series.set(key, series);
    }
    series.record(outcome);
  }

  private open(outcome: Outcome): Series {
    const values = { ...this.values };
    for (const [name, of] of Object.entries(this.instruments.family.resultLabels)) values[name] = of(outcome);
    return new Series(this.instruments, this.values, values);
  }
}

/** The metrics of one full set of labels. */
class Series {
  private readonly counters: readonly { counter: Counter.Internal; when: FamilyCounter['when'] }[];
  private readonly duration: Histogram.Internal<string>;
  private readonly size: Histogram.Internal<string> | undefined;
  private readonly sizeFact: string;

  constructor({ family, counters, duration, size }: FamilyInstruments, known: LabelValues, all: LabelValues) {
    this.counters = counters.map(({ counter, when }) => ({
      counter: counter.labels(when === undefined ? all : known),
      when,
    }));
    this.duration = duration.labels(all);
    this.size = size?.labels(all);
    this.sizeFact = family.size?.fact ?? '';
  }

  record(outcome: Outcome): void {
    for (const { counter, when } of this.counters) {
      if (when === undefined || when(outcome)) counter.inc();
    }
    this.duration.observe(outcome.durationMs / 1_000);
    if (this.size === undefined) return;
    const bytes = outcome.facts[this.sizeFact];
    if (typeof bytes === 'number') this.size.observe(bytes);
  }
}
