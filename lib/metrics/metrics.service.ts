import { Counter, Gauge, Histogram, type Metric, type Registry, Summary } from 'prom-client';
import { TelemetryError } from '../telemetry.errors.js';

interface MetricOptions<Label extends string> {
  /** Default: the name. */
  readonly help?: string;
  readonly labels?: readonly Label[];
}

export interface HistogramOptions<Label extends string> extends MetricOptions<Label> {
  /** Upper bounds. Default: those of Prometheus' clients, in seconds. */
  readonly buckets?: readonly number[];
}

export interface SummaryOptions<Label extends string> extends MetricOptions<Label> {
  /** Quantiles from 0 to 1. */
  readonly percentiles?: readonly number[];
  /** How long an observation counts. */
  readonly maxAgeSeconds?: number;
  readonly ageBuckets?: number;
}

interface Registered {
  readonly type: string;
  readonly labels: readonly string[];
  readonly metric: Metric;
}

/**
 * Your own metrics, on the same endpoint as telemetry's. Asking again for a name gives the same metric.
 *
 * @example
 * const orders = metrics.counter('orders_total', { help: 'Orders placed', labels: ['channel'] });
 * orders.inc({ channel: 'web' });
 */
export class Metrics {
  private readonly registered = new Map<string, Registered>();

  constructor(
    /** The registry behind the endpoint, for what this class does not offer. */
    readonly registry: Registry,
  ) {}

  counter<const Label extends string = never>(name: string, options: MetricOptions<Label> = {}): Counter<Label> {
    return this.obtain('counter', name, options, (shared) => new Counter<Label>(shared));
  }

  gauge<const Label extends string = never>(name: string, options: MetricOptions<Label> = {}): Gauge<Label> {
    return this.obtain('gauge', name, options, (shared) => new Gauge<Label>(shared));
  }

  histogram<const Label extends string = never>(name: string, options: HistogramOptions<Label> = {}): Histogram<Label> {
    const { buckets } = options;
    return this.obtain(
      'histogram',
      name,
      options,
      (shared) => new Histogram<Label>({ ...shared, ...(buckets === undefined ? {} : { buckets: [...buckets] }) }),
    );
  }

  summary<const Label extends string = never>(name: string, options: SummaryOptions<Label> = {}): Summary<Label> {
    const { percentiles, maxAgeSeconds, ageBuckets } = options;
    return this.obtain(
      'summary',
      name,
      options,
      (shared) =>
        new Summary<Label>({
          ...shared,
          ...(percentiles === undefined ? {} : { percentiles: [...percentiles] }),
          ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds, ageBuckets: ageBuckets ?? 5 }),
        }),
    );
  }

  private obtain<Label extends string, M extends Metric>(
    type: string,
    name: string,
    { help = name, labels: asked = [] }: MetricOptions<Label>,
    create: (shared: { name: string; help: string; labelNames: Label[]; registers: Registry[] }) => M,
  ): M {
    const labels = [...new Set(asked)];
    const known = this.registered.get(name);
    if (known !== undefined) {
      if (known.type !== type || !sameNames(known.labels, labels)) {
        throw new TelemetryError(
          'METRIC_CONFLICT',
          `The metric ${name} is a ${signature(known.type, known.labels)} and was asked for as a ${signature(type, labels)}.`,
          'One name is one metric with one set of labels.',
          'Use the same type and labels everywhere, or another name.',
        );
      }
      return known.metric as M;
    }
    const metric = create({ name, help, labelNames: [...labels], registers: [this.registry] });
    this.registered.set(name, { type, labels, metric });
    return metric;
  }
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}

function signature(type: string, labels: readonly string[]): string {
  return labels.length === 0 ? `${type} without labels` : `${type} with labels ${labels.join(', ')}`;
}
