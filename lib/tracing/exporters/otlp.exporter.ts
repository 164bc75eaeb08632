import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { loadOptional } from '../../packages/optional-package.js';
import type { OtlpExporterOptions } from '../../options/exporter.options.js';
import type { ResolvedTracing } from '../../options/tracing.options.js';
import { otlpHttpExporter, type OtlpSignal } from '../../sending/otlp-http.exporter.js';
import type { Sender } from '../../sending/sender.js';

const TRACES: OtlpSignal<ReadableSpan[], unknown> = {
  name: 'traces',
  serializer: ({ ProtobufTraceSerializer }) => ProtobufTraceSerializer,
  helper: ({ TraceExporterMetricsHelper }) => TraceExporterMetricsHelper,
};
const JSON_TRACES: typeof TRACES = {
  ...TRACES,
  json: true,
  serializer: ({ JsonTraceSerializer }) => JsonTraceSerializer,
};
/** What the SDK's exporters allow when nothing is said. */
const CONCURRENT_EXPORTS = 30;

type Headers = Readonly<Record<string, string>>;

/** An exporter, and what it sends with, if that can be brought to an end in time. */
export interface SendingExporter {
  readonly exporter: SpanExporter;
  readonly sender?: Sender;
}

/**
 * OTLP in the chosen protocol. What an option leaves open comes from `tracing`; what that leaves open, the SDK's exporter
 * reads from `OTEL_EXPORTER_OTLP_*`.
 *
 * @throws TelemetryError with code MODULE_MISSING when the protocol's package is not installed.
 */
export async function otlpExporter(option: OtlpExporterOptions, tracing: ResolvedTracing): Promise<SendingExporter> {
  const endpoint = option.endpoint ?? tracing.endpoint;
  const headers = option.headers ?? tracing.headers;
  const common = {
    concurrencyLimit: concurrentExports(tracing),
    timeoutMillis: option.timeoutMs ?? tracing.otlpTimeoutMs,
    ...(option.compression === undefined ? {} : { compression: option.compression as never }),
  };
  const protocol = option.protocol ?? tracing.otlpProtocol;
  if (protocol === 'grpc') {
    return grpcExporter({ ...common, ...(endpoint === undefined ? {} : { url: endpoint }) }, headers);
  }
  return otlpHttpExporter(protocol === 'http/json' ? JSON_TRACES : TRACES, { ...common, endpoint, headers });
}

async function grpcExporter(config: object, headers: Headers | undefined): Promise<SendingExporter> {
  const { OTLPTraceExporter } = await loadOptional(
    '@opentelemetry/exporter-trace-otlp-grpc',
    'OTLP over grpc',
    () => import('@opentelemetry/exporter-trace-otlp-grpc'),
  );
  if (headers === undefined) return { exporter: new OTLPTraceExporter(config) };
  const { Metadata } = await loadOptional('@grpc/grpc-js', 'headers of OTLP over grpc', () => import('@grpc/grpc-js'));
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  return { exporter: new OTLPTraceExporter({ ...config, metadata }) };
}

/** A shutdown sends the whole queue at once, and an exporter refuses what is beyond its limit. */
function concurrentExports({ batch }: ResolvedTracing): number {
  return Math.max(CONCURRENT_EXPORTS, Math.ceil(batch.maxQueueSize / batch.maxExportBatchSize) + 1);
}
