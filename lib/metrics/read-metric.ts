import type { Registry } from 'prom-client';
import { metricValues, type MetricValues, type RegisteredMetric, registerMetric } from './registered-metric.js';
import type { Sample } from './sample.js';

/** The definition of a metric, without its values. */
export interface ReadMetricDescription {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  /** Default `sum`. */
  readonly aggregator?: string;
}

/** A metric without state. A registry reads its values on demand, and nothing is computed otherwise. */
export class ReadMetric implements RegisteredMetric {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  readonly aggregator: string;

  constructor(
    { name, help, type, aggregator = 'sum' }: ReadMetricDescription,
    prefix: string,
    private readonly read: () => readonly Sample[] | Promise<readonly Sample[]>,
    registry: Registry,
  ) {
    this.name = prefix + name;
    this.help = help;
    this.type = type;
    this.aggregator = aggregator;
    registerMetric(registry, this);
  }

  async get(): Promise<MetricValues> {
    return metricValues(this, await this.read());
  }

  /** Does nothing: the metric has no state. */
  reset(): void {}
}
