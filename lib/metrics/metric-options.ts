import type { Counter, Gauge, Histogram, Summary } from 'prom-client';

export interface MetricOptions<Label extends string> {
  /** Default: the name. */
  readonly help?: string;
  readonly labels?: readonly Label[];
}

export interface HistogramOptions<Label extends string> extends MetricOptions<Label> {
  /** Upper bounds. Default: those of Prometheus clients, in seconds. */
  readonly buckets?: readonly number[];
}

export interface SummaryOptions<Label extends string> extends MetricOptions<Label> {
  /** Quantiles from 0 to 1. */
  readonly percentiles?: readonly number[];
  /** How long an observation stays in the quantiles, in seconds. */
  readonly maxAgeSeconds?: number;
  readonly ageBuckets?: number;
}

/** Sets one value of an observable gauge. */
export type ObserveValue<Label extends string> = (value: number, labels?: LabelsOf<Label>) => void;

export interface ObservableGaugeOptions<Label extends string> extends MetricOptions<Label> {
  /** Called at each scrape. Series that it does not set disappear. */
  readonly collect: (observe: ObserveValue<Label>) => void | Promise<void>;
}

/** Values for some of a metric's labels. */
export type LabelsOf<Label extends string> = Partial<Record<Named<Label>, string | number>>;

/**
 * The type of labels for a metric without labels. In prom-client's types, `never` accepts any object; this type accepts
 * no named label.
 */
export type Named<Label extends string> = [Label] extends [never] ? '' : Label;

export type CounterOf<Label extends string> = Counter<Named<Label>>;
export type GaugeOf<Label extends string> = Gauge<Named<Label>>;
export type HistogramOf<Label extends string> = Histogram<Named<Label>>;
export type SummaryOf<Label extends string> = Summary<Named<Label>>;
