import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OtlpExporterOptions } from '../../options/exporter.options.js';
import type { ResolvedTracing } from '../../options/tracing.options.js';
import { createOtlpClient } from '../../sending/create-otlp-client.js';
import type { OtlpSignal } from '../../sending/otlp-signal.js';
import type { SpanSender } from './span-sender.js';

const TRACES: OtlpSignal<ReadableSpan[]> = {
  name: 'traces',
  grpcMethod: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  serializer: ({ ProtobufTraceSerializer }) => ProtobufTraceSerializer,
  jsonSerializer: ({ JsonTraceSerializer }) => JsonTraceSerializer,
};

/**
 * OTLP in the chosen protocol. What an option leaves open comes from `tracing`; what that leaves open is read from
 * `OTEL_EXPORTER_OTLP_*`.
 *
 * @throws TelemetryError with code MODULE_MISSING when OpenTelemetry's packages for OTLP are not installed.
 */
export function otlpSender(option: OtlpExporterOptions, tracing: ResolvedTracing): Promise<SpanSender> {
  const timeoutMs = option.timeoutMs ?? tracing.otlpTimeoutMs;
  return createOtlpClient(TRACES, option.protocol ?? tracing.otlpProtocol, {
    endpoint: option.endpoint ?? tracing.endpoint,
    headers: option.headers ?? tracing.headers,
    timeoutMillis: Math.min(timeoutMs, tracing.batch.exportTimeoutMs),
    ...(option.compression === undefined ? {} : { compression: option.compression as never }),
  });
}
