import type { Registry } from 'prom-client';
import type { Sample } from '../sample.js';

/** A metric from a registry: its name, with the labels that every series has. */
export interface CollectedMetric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly values: readonly Sample[];
}

/** In the client's types, a metric's type is a number. At run time, it is one of these texts. */
export async function collectMetrics(registry: Registry): Promise<readonly CollectedMetric[]> {
  const metrics = (await registry.getMetricsAsJSON()) as unknown as readonly CollectedMetric[];
  return metrics.map(labelled);
}

function labelled(metric: CollectedMetric): CollectedMetric {
  return { ...metric, values: metric.values.map(withLabels) };
}

/** `@prometheus-io/client` leaves out the labels of a summary that has none. */
function withLabels(sample: Partial<Sample>): Sample {
  return (sample.labels === undefined ? { ...sample, labels: {} } : sample) as Sample;
}
