import type { OTLPExporterBase } from '@opentelemetry/otlp-exporter-base';
import type { OTLPExporterNodeConfigBase } from '@opentelemetry/otlp-exporter-base/node-http';
import type { IExporterMetricsHelper, ISerializer } from '@opentelemetry/otlp-transformer';
import { loadOptional } from '../optional-package.js';
import { OtlpHttpTransport } from './otlp-http.transport.js';
import type { Sender } from './sender.js';
import { signalUrl } from './signal-url.js';

type Transformer = typeof import('@opentelemetry/otlp-transformer');

/** How one signal is sent. */
export interface OtlpSignal<Items, Answer> {
  /** Its part in the names of environment variables. */
  readonly variable: 'TRACES' | 'METRICS' | 'LOGS';
  readonly path: `/v1/${string}`;
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
      ...(endpoint === undefined ? {} : { url: signalUrl(endpoint, signal.path) }),
      ...(headers === undefined ? {} : { headers: { ...headers } }),
    },
    signal.variable,
    signal.path.slice(1),
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

async function load({ variable }: { readonly variable: string }) {
  const purpose = `${variable.toLowerCase()} over OTLP`;
  const [base, node, transformer] = await Promise.all([
    loadOptional('@opentelemetry/otlp-exporter-base', purpose, () => import('@opentelemetry/otlp-exporter-base')),
    loadOptional(
      '@opentelemetry/otlp-exporter-base',
      purpose,
      () => import('@opentelemetry/otlp-exporter-base/node-http'),
    ),
    loadOptional('@opentelemetry/otlp-transformer', purpose, () => import('@opentelemetry/otlp-transformer')),
  ]);
  return { base, node, transformer };
}
