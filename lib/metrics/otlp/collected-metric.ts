import type { Registry } from 'prom-client';
import type { Sample } from '../sample.js';

/** A metric as a registry hands it over: by name, with the labels that every series has. */
export interface CollectedMetric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly values: readonly Sample[];
}

/** The client's types have its types of metrics as numbers; they are these texts. */
export async function collectMetrics(registry: Registry): Promise<readonly CollectedMetric[]> {
  return (await registry.getMetricsAsJSON()) as unknown as readonly CollectedMetric[];
}
