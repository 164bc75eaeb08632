import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { otlpUrl } from '../../context/otlp-url.js';
import { loadOptional } from '../../packages/optional-package.js';
import type { OtlpExporterOptions, ResolvedTracing } from '../../options/tracing.options.js';

/** What the SDK's exporters allow when nothing is said. */
const CONCURRENT_EXPORTS = 30;

type Headers = Readonly<Record<string, string>>;

/**
 * OTLP in the chosen protocol. What an option leaves open comes from `tracing`; what that leaves open, the SDK's exporter
 * reads from `OTEL_EXPORTER_OTLP_*`.
 *
 * @throws TelemetryError with code MODULE_MISSING when the protocol's package is not installed.
 */
export async function otlpExporter(option: OtlpExporterOptions, tracing: ResolvedTracing): Promise<SpanExporter> {
  const endpoint = option.endpoint ?? tracing.endpoint;
  const headers = option.headers ?? tracing.headers;
  const common = {
    concurrencyLimit: concurrentExports(tracing),
    ...(option.timeoutMs === undefined ? {} : { timeoutMillis: option.timeoutMs }),
    ...(option.compression === undefined ? {} : { compression: option.compression as never }),
  };
  const protocol = option.protocol ?? tracing.otlpProtocol;
  if (protocol === 'grpc') {
    return grpcExporter({ ...common, ...(endpoint === undefined ? {} : { url: endpoint }) }, headers);
  }
  const config = {
    ...common,
    ...(endpoint === undefined ? {} : { url: otlpUrl(endpoint, 'traces') }),
    ...(headers === undefined ? {} : { headers: { ...headers } }),
  };
  const { OTLPTraceExporter } = protocol === 'http/json' ? await loadJson() : await loadProtobuf();
  return new OTLPTraceExporter(config);
}

function loadProtobuf() {
  return loadOptional(
    '@opentelemetry/exporter-trace-otlp-proto',
    'OTLP over http/protobuf',
    () => import('@opentelemetry/exporter-trace-otlp-proto'),
  );
}

function loadJson() {
  return loadOptional(
    '@opentelemetry/exporter-trace-otlp-http',
    'OTLP over http/json',
    () => import('@opentelemetry/exporter-trace-otlp-http'),
  );
}

async function grpcExporter(config: object, headers: Headers | undefined): Promise<SpanExporter> {
  const { OTLPTraceExporter } = await loadOptional(
    '@opentelemetry/exporter-trace-otlp-grpc',
    'OTLP over grpc',
    () => import('@opentelemetry/exporter-trace-otlp-grpc'),
  );
  if (headers === undefined) return new OTLPTraceExporter(config);
  const { Metadata } = await loadOptional('@grpc/grpc-js', 'headers of OTLP over grpc', () => import('@grpc/grpc-js'));
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  return new OTLPTraceExporter({ ...config, metadata });
}

/** A shutdown sends the whole queue at once, and an exporter refuses what is beyond its limit. */
function concurrentExports({ batch }: ResolvedTracing): number {
  return Math.max(CONCURRENT_EXPORTS, Math.ceil(batch.maxQueueSize / batch.maxExportBatchSize) + 1);
}
