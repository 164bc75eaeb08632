import type { OtlpClient } from './otlp-client.js';
import { otlpGrpcClient } from './otlp-grpc.client.js';
import { otlpHttpClient } from './otlp-http.client.js';
import type { OtlpOptions, OtlpSignal } from './otlp-signal.js';

export type Protocol = 'http/protobuf' | 'http/json' | 'grpc';

/**
 * OTLP in the chosen protocol. What the options leave open is read from `OTEL_EXPORTER_OTLP_*`.
 *
 * @throws TelemetryError with code MODULE_MISSING when OpenTelemetry's packages for it are not installed.
 */
export function createOtlpClient<Items>(
  signal: OtlpSignal<Items>,
  protocol: Protocol,
  options: OtlpOptions,
): Promise<OtlpClient<Items>> {
  return protocol === 'grpc'
    ? otlpGrpcClient(signal, options)
    : otlpHttpClient(signal, options, protocol === 'http/json');
}
