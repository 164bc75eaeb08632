import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { ExporterOption, OtlpExporterOptions } from '../../options/tracing.options.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { ConsoleTreeExporter } from './console-tree.exporter.js';
import { otlpExporter } from './otlp.exporter.js';

type Options = Pick<ResolvedOptions, 'service' | 'tracing'>;

/** An exporter and how spans get to it. */
export interface ExporterChoice {
  readonly exporter: SpanExporter;
  /** In batches, or at once because people watch it. */
  readonly batched: boolean;
}

/** Makes the exporter that an option stands for, and loads its package only now. Undefined for `none`. */
export async function createExporter(option: ExporterOption, options: Options): Promise<ExporterChoice | undefined> {
  if (option === 'none') return undefined;
  if (option === 'console') return { exporter: new ConsoleTreeExporter(process.stdout), batched: false };
  const exporter = await batchedExporter(option, options);
  return { exporter, batched: true };
}

async function batchedExporter(option: ExporterOption, { tracing }: Options): Promise<SpanExporter> {
  if (option === 'otlp') return otlpExporter({ type: 'otlp' }, tracing);
  if (typeof option === 'object' && 'type' in option && option.type === 'otlp') {
    return otlpExporter(option as OtlpExporterOptions, tracing);
  }
  return option as SpanExporter;
}
