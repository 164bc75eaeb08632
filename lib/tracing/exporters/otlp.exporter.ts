import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { OtlpExporterOptions } from '../../options/exporter.options.js';
import type { ResolvedTracing } from '../../options/tracing.options.js';
import { otlpGrpcExporter } from '../../sending/otlp-grpc.exporter.js';
import { otlpHttpExporter } from '../../sending/otlp-http.exporter.js';
import type { OtlpSignal } from '../../sending/otlp-signal.js';
import type { Sender } from '../../sending/sender.js';

const TRACES: OtlpSignal<ReadableSpan[], unknown> = {
  name: 'traces',
  grpcMethod: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
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

/** An exporter, and what it sends with, if that can be brought to an end in time. */
export interface SendingExporter {
  readonly exporter: SpanExporter;
  readonly sender?: Sender;
}

/**
 * OTLP in the chosen protocol. What an option leaves open comes from `tracing`; what that leaves open, the SDK's exporter
 * reads from `OTEL_EXPORTER_OTLP_*`.
 *
 * @throws TelemetryError with code MODULE_MISSING when OpenTelemetry's packages for OTLP are not installed.
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
  const settings = { ...common, endpoint, headers };
  if (protocol === 'grpc') return otlpGrpcExporter(TRACES, settings);
  return otlpHttpExporter(protocol === 'http/json' ? JSON_TRACES : TRACES, settings);
}

/** A shutdown sends the whole queue at once, and an exporter refuses what is beyond its limit. */
function concurrentExports({ batch }: ResolvedTracing): number {
  return Math.max(CONCURRENT_EXPORTS, Math.ceil(batch.maxQueueSize / batch.maxExportBatchSize) + 1);
}
