import { OtlpHttpTransport } from './otlp-http.transport.js';
import { type OtlpExporter, type OtlpOptions, type OtlpSignal, sdkOf, unmeasured } from './otlp-signal.js';
import { otlpUrl } from './otlp-url.js';

/**
 * OTLP over HTTP. What the options leave open is read from `OTEL_EXPORTER_OTLP_*`.
 *
 * @throws TelemetryError with code MODULE_MISSING when OpenTelemetry's packages for it are not installed.
 */
export async function otlpHttpExporter<Items, Answer>(
  signal: OtlpSignal<Items, Answer>,
  { endpoint, headers, ...options }: OtlpOptions,
): Promise<OtlpExporter<Items>> {
  const sdk = await sdkOf(signal);
  const settings = sdk.node.convertLegacyHttpOptions(
    {
      ...options,
      ...(endpoint === undefined ? {} : { url: otlpUrl(endpoint, signal.name) }),
      ...(headers === undefined ? {} : { headers: { ...headers } }),
    },
    signal.name.toUpperCase(),
    `v1/${signal.name}`,
    { 'Content-Type': signal.json === true ? 'application/json' : 'application/x-protobuf' },
  );
  const transport = new OtlpHttpTransport(settings);
  const delegate = sdk.base.createOtlpNetworkExportDelegate(
    settings,
    signal.serializer(sdk.transformer),
    unmeasured(sdk, signal),
    transport,
  );
  return { exporter: new sdk.base.OTLPExporterBase(delegate), sender: transport };
}
