import type { OTLPExporterBase } from '@opentelemetry/otlp-exporter-base';
import type { OTLPExporterNodeConfigBase } from '@opentelemetry/otlp-exporter-base/node-http';
import type { IExporterMetricsHelper, ISerializer } from '@opentelemetry/otlp-transformer';
import { loadOptional } from '../packages/optional-package.js';
import { OtlpHttpTransport } from './otlp-http.transport.js';
import { otlpUrl } from './otlp-url.js';
import type { Sender } from './sender.js';

type Transformer = Awaited<ReturnType<typeof loadTransformer>>;

/** How one signal is sent. */
export interface OtlpSignal<Items, Answer> {
  readonly name: 'traces' | 'metrics' | 'logs';
  readonly json?: boolean;
  serializer(transformer: Transformer): ISerializer<Items, Answer>;
  helper(transformer: Transformer): IExporterMetricsHelper<Items>;
}

export interface OtlpHttpOptions extends Omit<OTLPExporterNodeConfigBase, 'url' | 'headers'> {
  readonly endpoint: string | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
}

export interface OtlpHttpExporter<Items> {
  readonly exporter: OTLPExporterBase<Items>;
  readonly sender: Sender;
}

/**
 * OTLP over HTTP. What the options leave open is read from `OTEL_EXPORTER_OTLP_*`.
 *
 * @throws TelemetryError with code MODULE_MISSING when OpenTelemetry's packages for it are not installed.
 */
export async function otlpHttpExporter<Items, Answer>(
  signal: OtlpSignal<Items, Answer>,
  { endpoint, headers, ...options }: OtlpHttpOptions,
): Promise<OtlpHttpExporter<Items>> {
  const { base, node, transformer } = await load(signal);
  const settings = node.convertLegacyHttpOptions(
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
  const unmeasured = node.createOtlpHttpExporterMetrics('', signal.helper(transformer), settings.url, undefined);
  const serializer = signal.serializer(transformer);
  return {
    exporter: new base.OTLPExporterBase(
      base.createOtlpNetworkExportDelegate(settings, serializer, unmeasured, transport),
    ),
    sender: transport,
  };
}

async function load({ name }: { readonly name: string }) {
  const purpose = `${name} over OTLP`;
  const [base, node, transformer] = await Promise.all([
    loadOptional('@opentelemetry/otlp-exporter-base', purpose, () => import('@opentelemetry/otlp-exporter-base')),
    loadOptional(
      '@opentelemetry/otlp-exporter-base',
      purpose,
      () => import('@opentelemetry/otlp-exporter-base/node-http'),
    ),
    loadTransformer(purpose),
  ]);
  return { base, node, transformer };
}

function loadTransformer(purpose: string) {
  return loadOptional('@opentelemetry/otlp-transformer', purpose, () => import('@opentelemetry/otlp-transformer'));
}
