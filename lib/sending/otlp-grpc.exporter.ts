import type { Agent } from 'node:https';
import { type OtlpExporter, type OtlpOptions, type OtlpSignal, sdkOf, unmeasured } from './otlp-signal.js';
import { OtlpGrpcTransport } from './otlp-grpc.transport.js';

const DEFAULT_URL = 'http://localhost:4317';

/**
 * OTLP over gRPC. What the options leave open is read from `OTEL_EXPORTER_OTLP_*`.
 *
 * @throws TelemetryError with code MODULE_MISSING when OpenTelemetry's packages for it are not installed.
 */
export async function otlpGrpcExporter<Items, Answer>(
  signal: OtlpSignal<Items, Answer>,
  { endpoint, headers, ...options }: OtlpOptions,
): Promise<OtlpExporter<Items>> {
  const sdk = await sdkOf(signal);
  const settings = sdk.node.convertLegacyHttpOptions(
    { ...options, ...(headers === undefined ? {} : { headers: { ...headers } }) },
    signal.name.toUpperCase(),
    `v1/${signal.name}`,
    {},
  );
  const transport = new OtlpGrpcTransport({
    url: grpcUrl(endpoint ?? fromEnvironment(signal.name, 'ENDPOINT') ?? DEFAULT_URL, signal.name),
    method: signal.grpcMethod,
    compression: settings.compression,
    headers: () => settings.headers(),
    tls: async () => certificatesOf((await settings.agentFactory('https:')) as Agent),
  });
  const delegate = sdk.base.createOtlpNetworkExportDelegate(
    settings,
    signal.serializer(sdk.transformer),
    unmeasured(sdk, signal),
    transport,
  );
  return { exporter: new sdk.base.OTLPExporterBase(delegate), sender: transport };
}

/** gRPC has no paths, and its endpoints may have no scheme: then `OTEL_EXPORTER_OTLP_INSECURE` decides. */
function grpcUrl(endpoint: string, name: string): string {
  const insecure = fromEnvironment(name, 'INSECURE')?.toLowerCase() === 'true';
  const absolute = endpoint.includes('://') ? endpoint : `${insecure ? 'http' : 'https'}://${endpoint}`;
  return new URL(absolute).origin;
}

function fromEnvironment(name: string, what: string): string | undefined {
  const { env } = process;
  const own = env[`OTEL_EXPORTER_OTLP_${name.toUpperCase()}_${what}`]?.trim();
  return own || env[`OTEL_EXPORTER_OTLP_${what}`]?.trim() || undefined;
}

/** Where the SDK has put the certificates that the environment names. */
function certificatesOf({ options }: Agent): object {
  const { ca, cert, key } = options;
  return Object.fromEntries(Object.entries({ ca, cert, key }).filter(([, value]) => value !== undefined));
}
