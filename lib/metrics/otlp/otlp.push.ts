import type { HrTime } from '@opentelemetry/api';
import { millisToHrTime } from '@opentelemetry/core';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { Registry } from 'prom-client';
import { SCOPE } from '../../context/scope.js';
import { serviceResource } from '../../context/service-resource.js';
import type { FamilyMetrics } from '../../conventions/metrics/metric-family.js';
import { loadOptional } from '../../packages/optional-package.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { createOtlpClient } from '../../sending/create-otlp-client.js';
import type { OtlpSignal } from '../../sending/otlp-signal.js';
import { PUSH_TIMEOUT_MS, type PushTarget } from '../push/periodic-push.js';
import { collectMetrics } from './collected-metric.js';
import { poolNames } from './pool-names.js';
import { semconvNames } from './semconv-names.js';

const METRICS: OtlpSignal<ResourceMetrics> = {
  name: 'metrics',
  grpcMethod: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
  serializer: ({ ProtobufMetricsSerializer }) => ProtobufMetricsSerializer,
  jsonSerializer: ({ JsonMetricsSerializer }) => JsonMetricsSerializer,
};

type Otlp = NonNullable<ResolvedOptions['metrics']['otlp']>;

/**
 * Exports a registry's metrics over OTLP, cumulative since `startedAtMs`. Options that are not set are read from
 * `OTEL_EXPORTER_OTLP_*`.
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
  const { protocol, endpoint, headers } = otlp;
  const client = await createOtlpClient(METRICS, protocol, { endpoint, headers, timeoutMillis: PUSH_TIMEOUT_MS });
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
    address: client.address,
    async push() {
      const collected = await collectMetrics(registry);
      const data = toMetricData(collected, names, { startTime, endTime: millisToHrTime(now()) });
      return client.send({ resource, scopeMetrics: [{ scope: SCOPE, metrics: data }] });
    },
    closeBy: (deadline) => client.closeBy(deadline),
    close: () => client.close(),
  };
}
