import type { OTLPExporterBase } from '@opentelemetry/otlp-exporter-base';
import type { OTLPExporterNodeConfigBase } from '@opentelemetry/otlp-exporter-base/node-http';
import type { IExporterMetricsHelper, ISerializer } from '@opentelemetry/otlp-transformer';
import { loadOptional } from '../packages/optional-package.js';
import type { Sender } from './sender.js';

type Sdk = Awaited<ReturnType<typeof sdkOf>>;
type Transformer = Awaited<ReturnType<typeof loadTransformer>>;

/** How one signal is sent. */
export interface OtlpSignal<Items, Answer> {
  readonly name: 'traces' | 'metrics' | 'logs';
  readonly json?: boolean;
  /** Its method over gRPC. */
  readonly grpcMethod: string;
  serializer(transformer: Transformer): ISerializer<Items, Answer>;
  helper(transformer: Transformer): IExporterMetricsHelper<Items>;
}

export interface OtlpOptions extends Omit<OTLPExporterNodeConfigBase, 'url' | 'headers'> {
  readonly endpoint: string | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
}

export interface OtlpExporter<Items> {
  readonly exporter: OTLPExporterBase<Items>;
  readonly sender: Sender;
}

/**
 * What the SDK has for sending by OTLP, loaded when it is needed.
 *
 * @throws TelemetryError with code MODULE_MISSING when it is not installed.
 */
export async function sdkOf({ name }: { readonly name: string }) {
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

/** The SDK measures its exporters only where it gets a meter. */
export function unmeasured<Items>({ node, transformer }: Sdk, signal: OtlpSignal<Items, unknown>) {
  return node.createOtlpHttpExporterMetrics('', signal.helper(transformer), undefined, undefined);
}

function loadTransformer(purpose: string) {
  return loadOptional('@opentelemetry/otlp-transformer', purpose, () => import('@opentelemetry/otlp-transformer'));
}
