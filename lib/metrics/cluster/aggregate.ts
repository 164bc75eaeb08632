import { AggregatorRegistry, type Registry } from 'prom-client';
import { type CollectedMetric, collectMetrics } from '../otlp/collected-metric.js';

type Snapshot = readonly CollectedMetric[];

/**
 * Combines the metrics of several processes. Each metric has its aggregator; the default is the sum. Quantiles are left
 * out, because the quantiles of several processes cannot be combined.
 */
export function aggregate(snapshots: readonly Snapshot[]): Registry {
  const withoutQuantiles = snapshots.map((snapshot) => snapshot.map(withoutQuantilesOf));
  return AggregatorRegistry.aggregate(withoutQuantiles as never) as unknown as Registry;
}

/** The part of a process's metrics that stays after its end: counters stay, gauges do not. */
export async function counted(snapshots: readonly Snapshot[]): Promise<Snapshot> {
  const lasting = snapshots.map((snapshot) => snapshot.filter(({ type }) => type !== 'gauge'));
  return collectMetrics(aggregate(lasting));
}

function withoutQuantilesOf(metric: CollectedMetric): CollectedMetric {
  if (metric.type !== 'summary') return metric;
  return { ...metric, values: metric.values.filter(({ labels }) => !('quantile' in labels)) };
}
