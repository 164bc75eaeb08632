import type { OTLPExporterNodeConfigBase } from '@opentelemetry/otlp-exporter-base/node-http';
import type { ISerializer } from '@opentelemetry/otlp-transformer';
import { loadOptional } from '../packages/optional-package.js';

type Transformer = Awaited<ReturnType<typeof loadTransformer>>;

type Serializer<Items> = Pick<ISerializer<Items, unknown>, 'serializeRequest'>;

/** How one signal is sent. */
export interface OtlpSignal<Items> {
  readonly name: 'traces' | 'metrics' | 'logs';
  /** Its method over gRPC. */
  readonly grpcMethod: string;
  serializer(transformer: Transformer): Serializer<Items>;
  jsonSerializer(transformer: Transformer): Serializer<Items>;
}

export interface OtlpOptions extends Omit<OTLPExporterNodeConfigBase, 'url' | 'headers'> {
  readonly endpoint: string | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
}

/**
 * What the SDK has for sending by OTLP, loaded when it is needed.
 *
 * @throws TelemetryError with code MODULE_MISSING when it is not installed.
 */
export async function sdkOf({ name }: { readonly name: string }) {
  const purpose = `${name} over OTLP`;
  const [node, transformer] = await Promise.all([
    loadOptional(
      '@opentelemetry/otlp-exporter-base',
      purpose,
      () => import('@opentelemetry/otlp-exporter-base/node-http'),
    ),
    loadTransformer(purpose),
  ]);
  return { node, transformer };
}

function loadTransformer(purpose: string) {
  return loadOptional('@opentelemetry/otlp-transformer', purpose, () => import('@opentelemetry/otlp-transformer'));
}
