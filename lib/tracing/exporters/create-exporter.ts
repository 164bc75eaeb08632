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
import { ExporterSender } from './exporter.sender.js';
import { jaegerSender } from './jaeger.sender.js';
import { otlpSender } from './otlp.sender.js';
import { ReporterExporter } from './reporter.exporter.js';
import type { SpanSender } from './span-sender.js';
import { ZipkinSender } from './zipkin.sender.js';

type Options = Pick<ResolvedOptions, 'service' | 'tracing'>;
type TypedOption = OtlpExporterOptions | ZipkinExporterOptions | JaegerExporterOptions;

/** An exporter and how spans get to it. */
export interface ExporterChoice {
  /** Names it in diagnostics and statistics. */
  readonly name: string;
  /** In batches, or at once because people watch it. */
  readonly batched: boolean;
  readonly sender: SpanSender;
}

/**
 * Makes the exporter that an option stands for, and loads its package only now. Undefined for `none`.
 *
 * @throws TelemetryError with code MODULE_MISSING when that package is not installed.
 */
export async function createExporter(option: ExporterOption, options: Options): Promise<ExporterChoice | undefined> {
  if (option === 'none') return undefined;
  const guarded = (exporter: SpanExporter) => new ExporterSender(exporter, options.tracing.batch.exportTimeoutMs);
  if (option === 'console') {
    return { name: option, sender: guarded(new ConsoleTreeExporter(process.stdout)), batched: false };
  }
  if (typeof option === 'string') return typedExporter({ type: option }, options);
  if ('type' in option) return typedExporter(option as TypedOption, options);
  const exporter = asExporter(option as SpanExporter | SpanReporter);
  return { name: className(option), sender: guarded(exporter), batched: true };
}

async function typedExporter(option: TypedOption, options: Options): Promise<ExporterChoice> {
  return { name: option.type, sender: await senderOfType(option, options), batched: true };
}

async function senderOfType(option: TypedOption, { service, tracing }: Options): Promise<SpanSender> {
  switch (option.type) {
    case 'otlp':
      return otlpSender(option, tracing);
    case 'jaeger':
      return jaegerSender(option, tracing);
    case 'zipkin':
      return new ZipkinSender({
        endpoint: option.endpoint ?? tracing.zipkin.endpoint,
        timeoutMs: Math.min(option.timeoutMs ?? tracing.zipkin.timeoutMs, tracing.batch.exportTimeoutMs),
        headers: option.headers ?? {},
        localEndpoint: { serviceName: service.name, ...option.localEndpoint },
      });
  }
}

function asExporter(instance: SpanExporter | SpanReporter): SpanExporter {
  return 'export' in instance ? instance : new ReporterExporter(instance);
}

function className(instance: object): string {
  const { name } = instance.constructor;
  return name === 'Object' || name === '' ? 'custom' : name;
}
