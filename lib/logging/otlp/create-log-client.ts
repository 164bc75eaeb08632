import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ResolvedLogging } from '../../options/logging.options.js';
import { createOtlpClient } from '../../sending/create-otlp-client.js';
import type { OtlpClient } from '../../sending/otlp-client.js';
import type { OtlpSignal } from '../../sending/otlp-signal.js';

const LOGS: OtlpSignal<ReadableLogRecord[]> = {
  name: 'logs',
  grpcMethod: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  serializer: ({ ProtobufLogsSerializer }) => ProtobufLogsSerializer,
  jsonSerializer: ({ JsonLogsSerializer }) => JsonLogsSerializer,
};

/**
 * Sends log records over OTLP, as the options say.
 *
 * @throws TelemetryError with code MODULE_MISSING if OpenTelemetry's packages for OTLP are not installed.
 */
export function createLogClient({
  protocol,
  endpoint,
  apiKey,
  headers,
  timeoutMs,
}: NonNullable<ResolvedLogging['otlp']>): Promise<OtlpClient<ReadableLogRecord[]>> {
  return createOtlpClient(LOGS, protocol, {
    timeoutMillis: timeoutMs,
    endpoint,
    headers: { ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }), ...headers },
  });
}
