import type { Agent } from 'node:https';
import { OtlpClient } from './otlp-client.js';
import { OtlpGrpcTransport } from './otlp-grpc.transport.js';
import { type OtlpOptions, type OtlpSignal, sdkOf } from './otlp-signal.js';

const DEFAULT_URL = 'http://localhost:4317';

/**
 * OTLP over gRPC. What the options leave open is read from `OTEL_EXPORTER_OTLP_*`.
 *
 * @throws TelemetryError with code MODULE_MISSING when OpenTelemetry's packages for it are not installed.
 */
export async function otlpGrpcClient<Items>(
  signal: OtlpSignal<Items>,
  { endpoint, headers, ...options }: OtlpOptions,
): Promise<OtlpClient<Items>> {
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
    timeoutMs: settings.timeoutMillis,
    headers: () => settings.headers(),
    tls: async () => certificatesOf((await settings.agentFactory('https:')) as Agent),
  });
  return new OtlpClient(signal.serializer(sdk.transformer), transport);
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
