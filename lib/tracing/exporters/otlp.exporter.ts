import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { OtlpExporterOptions, ResolvedTracing } from '../../options/tracing.options.js';

/** OTLP over HTTP with protobuf. What the options leave open, the exporter reads from `OTEL_EXPORTER_OTLP_*`. */
export async function otlpExporter(option: OtlpExporterOptions, tracing: ResolvedTracing): Promise<SpanExporter> {
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto');
  const endpoint = option.endpoint ?? tracing.endpoint;
  const headers = option.headers ?? tracing.headers;
  return new OTLPTraceExporter({
    ...(endpoint === undefined ? {} : { url: `${endpoint.replace(/\/+$/, '')}/v1/traces` }),
    ...(headers === undefined ? {} : { headers: { ...headers } }),
  });
}
