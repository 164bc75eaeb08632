import type { ResolvedLogging } from '../../options/logging.options.js';
import { createOtlpClient } from '../../sending/create-otlp-client.js';
import type { OtlpAttribute } from '../../sending/otlp-attributes.js';
import type { OtlpClient } from '../../sending/otlp-client.js';
import type { OtlpSignal } from '../../sending/otlp-signal.js';
import { type EncodedRecord, JSON_LOGS, type LogEncoding, PROTOBUF_LOGS } from './log-encoding.js';

type Records = readonly EncodedRecord[];

/**
 * Sends log records over OTLP, as the options say.
 *
 * @throws TelemetryError with code MODULE_MISSING if OpenTelemetry's packages for OTLP are not installed.
 */
export function createLogClient(
  { protocol, endpoint, apiKey, headers, timeoutMs }: NonNullable<ResolvedLogging['otlp']>,
  resource: () => readonly OtlpAttribute[],
): Promise<OtlpClient<Records>> {
  const serializer = ({ request }: LogEncoding) => ({
    serializeRequest: (records: Records) => request(resource(), records),
  });
  const logs: OtlpSignal<Records> = {
    name: 'logs',
    grpcMethod: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
    serializer: () => serializer(PROTOBUF_LOGS),
    jsonSerializer: () => serializer(JSON_LOGS),
  };
  return createOtlpClient(logs, protocol, {
    timeoutMillis: timeoutMs,
    endpoint,
    headers: { ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }), ...headers },
  });
}
