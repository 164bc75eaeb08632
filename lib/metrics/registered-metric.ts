import type { Registry } from 'prom-client';
import type { Sample } from './sample.js';

/** What a registry asks of a metric; prom-client's own metrics have more than that. */
export interface RegisteredMetric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** How the values of several processes of one service become one. */
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

/** Adds a metric that is none of prom-client's classes: registries go by its shape. */
export function registerMetric(registry: Registry, metric: RegisteredMetric): void {
  registry.registerMetric(metric as never);
}

/** What `get()` of a metric gives. */
export function metricValues(
  { name, help, type, aggregator }: RegisteredMetric,
  values: readonly Sample[],
): MetricValues {
  return { name, help, type, aggregator, values };
}
