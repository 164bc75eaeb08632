import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { ResolvedOptions } from '../../telemetry.options.js';

/** OTLP over HTTP with protobuf. What the options leave open, the exporter reads from `OTEL_EXPORTER_OTLP_*`. */
export async function otlpExporter({
  endpoint,
  headers,
}: Pick<ResolvedOptions['tracing'], 'endpoint' | 'headers'>): Promise<SpanExporter> {
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter({
    ...(endpoint === undefined ? {} : { url: `${endpoint.replace(/\/+$/, '')}/v1/traces` }),
    ...(headers === undefined ? {} : { headers: { ...headers } }),
  });
}
