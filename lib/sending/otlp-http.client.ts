import { OtlpClient } from './otlp-client.js';
import { OtlpHttpTransport } from './otlp-http.transport.js';
import { type OtlpOptions, type OtlpSignal, sdkOf } from './otlp-signal.js';
import { otlpUrl } from './otlp-url.js';

/**
 * OTLP over HTTP. What the options leave open is read from `OTEL_EXPORTER_OTLP_*`.
 *
 * @throws TelemetryError with code MODULE_MISSING when OpenTelemetry's packages for it are not installed.
 */
export async function otlpHttpClient<Items>(
  signal: OtlpSignal<Items>,
  { endpoint, headers, ...options }: OtlpOptions,
  json: boolean,
): Promise<OtlpClient<Items>> {
  const sdk = await sdkOf(signal);
  const settings = sdk.node.convertLegacyHttpOptions(
    {
      ...options,
      ...(endpoint === undefined ? {} : { url: otlpUrl(endpoint, signal.name) }),
      ...(headers === undefined ? {} : { headers: { ...headers } }),
    },
    signal.name.toUpperCase(),
    `v1/${signal.name}`,
    { 'Content-Type': json ? 'application/json' : 'application/x-protobuf' },
  );
  const serializer = json ? signal.jsonSerializer(sdk.transformer) : signal.serializer(sdk.transformer);
  return new OtlpClient(serializer, new OtlpHttpTransport(settings, json));
}
