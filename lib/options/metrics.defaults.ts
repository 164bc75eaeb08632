import type { MetricsOptions, PushgatewayOptions, ResolvedMetrics } from './metrics.options.js';
import { EARLIER_FAMILY_NAMES, underTodaysNames } from './earlier-names.js';
import { METRIC_FAMILY_NAMES, type MetricFamilyName } from './names.js';
import { refuse } from './rules.js';

/** What metrics do where the options are silent. */
export function resolveMetrics(metrics: MetricsOptions, serviceName: string): ResolvedMetrics {
  return {
    endpoint: resolveEndpoint(metrics.endpoint ?? '/metrics'),
    processMetrics: metrics.processMetrics ?? true,
    defaultLabels: { ...metrics.defaultLabels },
    prefix: metrics.prefix ?? '',
    naming: metrics.naming ?? 'prometheus',
    families: resolveFamilies(metrics.families ?? {}),
    buckets: {
      durationSeconds: metrics.buckets?.durationSeconds && [...metrics.buckets.durationSeconds],
      sizeBytes: metrics.buckets?.sizeBytes && [...metrics.buckets.sizeBytes],
    },
    exemplars: metrics.exemplars ?? true,
    maxSeriesPerMetric: metrics.maxSeriesPerMetric ?? 2_000,
    pushgateway: metrics.pushgateway && resolvePushgateway(metrics.pushgateway, serviceName),
    otlp: resolveOtlp(metrics.otlp ?? false),
    cluster: metrics.cluster ?? false,
  };
}

function resolveFamilies(families: NonNullable<MetricsOptions['families']>): ResolvedMetrics['families'] {
  const given = underTodaysNames('metrics.families', families, EARLIER_FAMILY_NAMES);
  return Object.fromEntries(METRIC_FAMILY_NAMES.map((name) => [name, given[name] ?? true])) as Record<
    MetricFamilyName,
    boolean
  >;
}

function resolveEndpoint(endpoint: NonNullable<MetricsOptions['endpoint']>): ResolvedMetrics['endpoint'] {
  if (endpoint === false) return false;
  const given = typeof endpoint === 'string' ? { path: endpoint } : endpoint;
  return { ...given, path: given.path ?? '/metrics', gzip: given.gzip ?? true };
}

function resolvePushgateway(
  pushgateway: PushgatewayOptions,
  serviceName: string,
): NonNullable<ResolvedMetrics['pushgateway']> {
  if (pushgateway.url === undefined) {
    refuse('metrics.pushgateway.url', undefined, {
      why: 'Somebody has to receive the metrics.',
      fix: 'Give the address of the Pushgateway, such as http://localhost:9091.',
    });
  }
  return {
    url: pushgateway.url,
    jobName: pushgateway.jobName ?? serviceName,
    groupings: { ...pushgateway.groupings },
    headers: { ...pushgateway.headers },
    intervalMs: pushgateway.intervalMs ?? 15_000,
  };
}

function resolveOtlp(otlp: NonNullable<MetricsOptions['otlp']>): ResolvedMetrics['otlp'] {
  if (otlp === false) return undefined;
  return otlp === true ? { intervalMs: 60_000 } : { ...otlp, intervalMs: otlp.intervalMs ?? 60_000 };
}
