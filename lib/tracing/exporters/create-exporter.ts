import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type {
  ExporterOption,
  JaegerExporterOptions,
  OtlpExporterOptions,
  ZipkinExporterOptions,
} from '../../options/exporter.options.js';
import type { SpanReporter } from '../../options/span-reporter.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { ConsoleTreeExporter } from './console-tree.exporter.js';
import { jaegerExporter } from './jaeger.exporter.js';
import { otlpExporter, type SendingExporter } from './otlp.exporter.js';
import { ReporterExporter } from './reporter.exporter.js';
import { ZipkinExporter } from './zipkin.exporter.js';

type Options = Pick<ResolvedOptions, 'service' | 'tracing'>;
type TypedOption = OtlpExporterOptions | ZipkinExporterOptions | JaegerExporterOptions;

/** An exporter and how spans get to it. */
export interface ExporterChoice extends SendingExporter {
  /** Names it in diagnostics and statistics. */
  readonly name: string;
  /** In batches, or at once because people watch it. */
  readonly batched: boolean;
}

/**
 * Makes the exporter that an option stands for, and loads its package only now. Undefined for `none`.
 *
 * @throws TelemetryError with code MODULE_MISSING when that package is not installed.
 */
export async function createExporter(option: ExporterOption, options: Options): Promise<ExporterChoice | undefined> {
  if (option === 'none') return undefined;
  if (option === 'console') {
    return { name: option, exporter: new ConsoleTreeExporter(process.stdout), batched: false };
  }
  if (typeof option === 'string') return typedExporter({ type: option }, options);
  if ('type' in option) return typedExporter(option as TypedOption, options);
  return { name: className(option), exporter: asExporter(option as SpanExporter | SpanReporter), batched: true };
}

async function typedExporter(option: TypedOption, options: Options): Promise<ExporterChoice> {
  return { name: option.type, ...(await exporterOfType(option, options)), batched: true };
}

async function exporterOfType(option: TypedOption, { service, tracing }: Options): Promise<SendingExporter> {
  switch (option.type) {
    case 'otlp':
      return otlpExporter(option, tracing);
    case 'jaeger':
      return jaegerExporter(option, tracing);
    case 'zipkin': {
      const exporter = new ZipkinExporter({
        endpoint: option.endpoint ?? tracing.zipkin.endpoint,
        timeoutMs: option.timeoutMs ?? tracing.zipkin.timeoutMs,
        headers: option.headers ?? {},
        localEndpoint: { serviceName: service.name, ...option.localEndpoint },
      });
      return { exporter, sender: exporter };
    }
  }
}

function asExporter(instance: SpanExporter | SpanReporter): SpanExporter {
  return 'export' in instance ? instance : new ReporterExporter(instance);
}

function className(instance: object): string {
  const { name } = instance.constructor;
  return name === 'Object' || name === '' ? 'custom' : name;
}
