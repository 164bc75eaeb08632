import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  SimpleSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import { ATTR_DEPLOYMENT_ENVIRONMENT_NAME } from '../conventions/attributes.js';
import type { ExporterName } from '../telemetry.option-names.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import { ConsoleTreeExporter } from './exporters/console-tree.exporter.js';
import { otlpExporter } from './exporters/otlp.exporter.js';

type Options = Pick<ResolvedOptions, 'service' | 'tracing'>;

/** Assembles the SDK's provider from the options. Exporters are loaded here, and only those that were chosen. */
export async function createTracerProvider(options: Options): Promise<TracerProvider> {
  const { service, tracing } = options;
  const processors = await Promise.all(tracing.exporters.map((exporter) => spanProcessor(exporter, options)));
  return new TracerProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({
        [ATTR_SERVICE_NAME]: service.name,
        [ATTR_SERVICE_VERSION]: service.version,
        [ATTR_DEPLOYMENT_ENVIRONMENT_NAME]: service.environment,
      }),
    ),
    sampler: sampler(tracing),
    spanProcessors: processors.filter((processor) => processor !== undefined),
  });
}

function sampler(tracing: Options['tracing']): Sampler {
  if (tracing.sampler !== undefined) return tracing.sampler;
  return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(tracing.samplingRatio) });
}

async function spanProcessor(
  exporter: ExporterName | SpanExporter,
  options: Options,
): Promise<SpanProcessor | undefined> {
  switch (exporter) {
    case 'none':
      return undefined;
    case 'console':
      // At once and not in batches: people watch it.
      return new SimpleSpanProcessor({ exporter: new ConsoleTreeExporter(process.stdout) });
    case 'otlp':
      return batching(await otlpExporter(options.tracing), options.tracing.batch);
    default:
      return batching(exporter, options.tracing.batch);
  }
}

function batching(exporter: SpanExporter, batch: Options['tracing']['batch']): SpanProcessor {
  return new BatchSpanProcessor({
    exporter,
    maxQueueSize: batch.maxQueueSize,
    maxExportBatchSize: Math.min(batch.maxExportBatchSize, batch.maxQueueSize),
    scheduledDelayMillis: batch.flushIntervalMs,
    exportTimeoutMillis: batch.exportTimeoutMs,
  });
}
