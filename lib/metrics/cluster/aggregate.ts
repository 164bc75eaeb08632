import { AggregatorRegistry, type Registry } from 'prom-client';
import { type CollectedMetric, collectMetrics } from '../otlp/collected-metric.js';

type Snapshot = readonly CollectedMetric[];

/**
 * The metrics of several processes as one: each by its aggregator, which is the sum where a metric names no other.
 * Quantiles are left out, because those of several processes cannot be made from theirs.
 */
export function aggregate(snapshots: readonly Snapshot[]): Registry {
  const withoutQuantiles = snapshots.map((snapshot) => snapshot.map(withoutQuantilesOf));
  return AggregatorRegistry.aggregate(withoutQuantiles as never) as unknown as Registry;
}

/** What a process that is gone leaves behind: what it counted. What it measured is over. */
export async function counted(snapshots: readonly Snapshot[]): Promise<Snapshot> {
  const lasting = snapshots.map((snapshot) => snapshot.filter(({ type }) => type !== 'gauge'));
  return collectMetrics(aggregate(lasting));
}

function withoutQuantilesOf(metric: CollectedMetric): CollectedMetric {
  if (metric.type !== 'summary') return metric;
  return { ...metric, values: metric.values.filter(({ labels }) => !('quantile' in labels)) };
}
