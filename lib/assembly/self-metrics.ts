import type { LogStatistics } from '../logging/log-statistics.js';
import type { SelfMetricSources } from '../metrics/self/self-metrics.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import type { ExportStatistics } from '../tracing/export-statistics.js';
import type { KeepStatistics } from '../tracing/processors/keep-statistics.js';

/** What tracing counts, as plain functions for metrics. Absent where there is nothing to count. */
export function tracingSources(
  { tracing }: Pick<ResolvedOptions, 'tracing'>,
  exported: ExportStatistics,
  kept: KeepStatistics,
): SelfMetricSources {
  const exports = !tracing.disabled && tracing.exporters.some((exporter) => exporter !== 'none');
  return {
    ...(exports ? { exporters: () => exported.deliveries(), queues: () => exported.queues() } : {}),
    ...(exports && tracing.keep !== undefined ? { keep: () => keptAndDiscarded(kept) } : {}),
  };
}

/** What logging could not write or send, whatever the destination. */
export function loggingSources(
  { logging }: Pick<ResolvedOptions, 'logging'>,
  logged: LogStatistics,
): SelfMetricSources {
  return {
    logEntriesDropped: () => logged.read().reduce((sum, { dropped }) => sum + dropped, 0),
    ...(logging.otlp === undefined ? {} : { logDeliveries: () => logged.deliveries() }),
  };
}

function keptAndDiscarded({ held, fates }: KeepStatistics): ReturnType<NonNullable<SelfMetricSources['keep']>> {
  const { error, slow, discarded, maxAgeMs, ...limits } = fates;
  return { held, kept: { error, slow }, discarded: { fine: discarded, maxAge: maxAgeMs, ...limits } };
}
