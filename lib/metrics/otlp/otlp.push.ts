import type { Registry } from 'prom-client';
import { SCOPE } from '../../context/scope.js';
import { serviceResource } from '../../resource/service-resource.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { createOtlpClient } from '../../sending/create-otlp-client.js';
import { otlpAttributes } from '../../sending/otlp-attributes.js';
import type { OtlpSignal } from '../../sending/otlp-signal.js';
import { PUSH_TIMEOUT_MS, type PushTarget } from '../push/periodic-push.js';
import { collectMetrics } from './collected-metric.js';
import { type Interval, toOtlpMetrics } from './metric-data.js';
import { encodeJson, encodeRequest } from './otlp-encoding.js';
import type { OtlpMetricsRequest } from './otlp-request.js';
import type { OtlpNames } from './otlp-name.js';

const METRICS: OtlpSignal<OtlpMetricsRequest> = {
  name: 'metrics',
  grpcMethod: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
  serializer: () => ({ serializeRequest: encodeRequest }),
  jsonSerializer: () => ({ serializeRequest: encodeJson }),
};

type Otlp = NonNullable<ResolvedOptions['metrics']['otlp']>;

/** A registry, and the names of its metrics over OTLP. */
export interface NamedRegistry {
  readonly registry: Registry;
  readonly names: OtlpNames;
}

/**
 * Exports the metrics of registries over OTLP, cumulative since `startedAtMs`. Options that are not set are read from
 * `OTEL_EXPORTER_OTLP_*`.
 *
 * @throws TelemetryError with code MODULE_MISSING if OpenTelemetry's packages for OTLP are not installed.
 */
export async function otlpPush(
  otlp: Otlp,
  { service, metrics: { defaultLabels } }: Pick<ResolvedOptions, 'service' | 'metrics'>,
  registries: readonly NamedRegistry[],
  startedAtMs: number,
  now: () => number = Date.now,
): Promise<PushTarget> {
  const { protocol, endpoint, headers } = otlp;
  const client = await createOtlpClient(METRICS, protocol, { endpoint, headers, timeoutMillis: PUSH_TIMEOUT_MS });
  const resource = serviceResource(service);
  const startTimeUnixNano = nanoseconds(startedAtMs);
  const collect = async (interval: Interval) => {
    const all = registries.map(async ({ registry, names }) =>
      toOtlpMetrics(await collectMetrics(registry), { names, defaultLabels, interval }),
    );
    return (await Promise.all(all)).flat();
  };
  return {
    name: 'otlp',
    address: client.address,
    async push() {
      await resource.waitForAsyncAttributes();
      const metrics = await collect({ startTimeUnixNano, timeUnixNano: nanoseconds(now()) });
      const { schemaUrl, ...scope } = SCOPE;
      return client.send({
        resourceMetrics: [
          {
            resource: { attributes: otlpAttributes(resource.attributes) },
            scopeMetrics: [{ scope, metrics, schemaUrl }],
          },
        ],
      });
    },
    closeBy: (deadline) => client.closeBy(deadline),
    close: () => client.close(),
  };
}

function nanoseconds(milliseconds: number): string {
  return String(BigInt(Math.round(milliseconds)) * 1_000_000n);
}
