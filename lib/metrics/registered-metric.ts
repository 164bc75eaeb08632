import type { Registry } from 'prom-client';
import type { Sample } from './sample.js';

/** The part of a metric that a registry uses. prom-client's metrics have more methods. */
export interface RegisteredMetric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** How the values of several processes of one service are combined. */
  readonly aggregator: string;
  get(): Promise<MetricValues>;
  reset(): void;
}

export interface MetricValues {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly aggregator: string;
  readonly values: readonly Sample[];
}

/** Registers a metric that is not an instance of a prom-client class. Registries check only its shape. */
export function registerMetric(registry: Registry, metric: RegisteredMetric): void {
  registry.registerMetric(metric as never);
}

/** The result of a metric's `get()`. */
export function metricValues(
  { name, help, type, aggregator }: RegisteredMetric,
  values: readonly Sample[],
): MetricValues {
  return { name, help, type, aggregator, values };
}
