import type { Registry } from 'prom-client';
import type { ReportFault } from '../../observation/index.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { type NamedRegistry, otlpPush } from '../otlp/otlp.push.js';
import { registerSelfMetrics } from '../self/self-metrics.js';
import { MetricPushes } from './metric-pushes.js';
import { type Exposition, pushgatewayPush } from './pushgateway.push.js';

/** What is pushed: the text that a scrape would get, and the metrics for OTLP. */
export interface Pushed {
  /** The registry for metrics about the pushes. */
  readonly registry: Registry;
  readonly exposition: Exposition;
  readonly otlp: readonly NamedRegistry[];
}

/**
 * Starts the pushes that the options choose.
 *
 * @throws TelemetryError with code MODULE_MISSING when a package that a push needs is not installed.
 */
export async function startPushes(
  options: ResolvedOptions,
  { registry, exposition, otlp: registries }: Pushed,
  report: ReportFault,
): Promise<MetricPushes> {
  const { pushgateway, otlp, prefix } = options.metrics;
  const startedAtMs = Date.now();
  const pushes = new MetricPushes(report);
  // OTLP first: it alone can fail here, and nothing runs yet.
  if (otlp !== undefined) {
    pushes.add(await otlpPush(otlp, options, registries, startedAtMs), otlp.intervalMs);
  }
  if (pushgateway) pushes.add(pushgatewayPush(pushgateway, exposition), pushgateway.intervalMs);
  if (pushes.counts().length > 0) {
    registerSelfMetrics(registry, prefix, { pushes: () => pushes.counts(), rejectedPoints: () => pushes.rejected() });
  }
  return pushes;
}
