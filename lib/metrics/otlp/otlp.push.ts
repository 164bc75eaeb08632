import type { HrTime } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode, millisToHrTime } from '@opentelemetry/core';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { Registry } from 'prom-client';
import { SCOPE } from '../../context/scope.js';
import { serviceResource } from '../../context/service-resource.js';
import type { FamilyMetrics } from '../../conventions/metrics/metric-family.js';
import { loadOptional } from '../../packages/optional-package.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { otlpHttpExporter } from '../../sending/otlp-http.exporter.js';
import type { OtlpExporter, OtlpSignal } from '../../sending/otlp-signal.js';
import { PUSH_TIMEOUT_MS, type PushTarget } from '../push/periodic-push.js';
import { collectMetrics } from './collected-metric.js';
import { poolNames } from './pool-names.js';
import { semconvNames } from './semconv-names.js';

const METRICS: OtlpSignal<ResourceMetrics, unknown> = {
  name: 'metrics',
  grpcMethod: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
  serializer: ({ ProtobufMetricsSerializer }) => ProtobufMetricsSerializer,
  helper: ({ MetricsExporterMetricsHelper }) => MetricsExporterMetricsHelper,
};

type MetricExporter = OtlpExporter<ResourceMetrics>['exporter'];
type Otlp = NonNullable<ResolvedOptions['metrics']['otlp']>;

/**
 * Exports a registry's metrics over OTLP (http/protobuf), cumulative since `startedAtMs`. For options that are not set,
 * the SDK's exporter reads `OTEL_EXPORTER_OTLP_*`.
 *
 * @throws TelemetryError with code MODULE_MISSING if OpenTelemetry's packages for metrics are not installed.
 */
export async function otlpPush(
  otlp: Otlp,
  { service, metrics: { prefix } }: Pick<ResolvedOptions, 'service' | 'metrics'>,
  families: readonly FamilyMetrics[],
  registry: Registry,
  startedAtMs: number,
  now: () => number = Date.now,
): Promise<PushTarget> {
  const { endpoint, headers } = otlp;
  const { exporter, sender } = await otlpHttpExporter(METRICS, { endpoint, headers, timeoutMillis: PUSH_TIMEOUT_MS });
  const { toMetricData } = await loadOptional(
    '@opentelemetry/sdk-metrics',
    'metrics over OTLP',
    () => import('./metric-data.js'),
  );
  const names = new Map([...semconvNames(families), ...poolNames(prefix)]);
  const resource = serviceResource(service);
  const startTime: HrTime = millisToHrTime(startedAtMs);
  return {
    name: 'otlp',
    address: sender.address,
    async push() {
      const collected = await collectMetrics(registry);
      const data = toMetricData(collected, names, { startTime, endTime: millisToHrTime(now()) });
      await exported(exporter, { resource, scopeMetrics: [{ scope: SCOPE, metrics: data }] });
    },
    closeBy: (deadline) => sender.closeBy(deadline),
    close: () => exporter.shutdown(),
  };
}

function exported(exporter: MetricExporter, metrics: ResourceMetrics): Promise<void> {
  return new Promise((resolve, reject) => {
    exporter.export(metrics, ({ code, error }: ExportResult) => {
      if (code === ExportResultCode.SUCCESS) resolve();
      else reject(error ?? new Error('the exporter gave no reason'));
    });
  });
}
