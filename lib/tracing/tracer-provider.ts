import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  SimpleSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
  TracerProvider,
  type TracerProviderOptions,
} from '@opentelemetry/sdk-trace';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import { ATTR_DEPLOYMENT_ENVIRONMENT_NAME } from '../conventions/attributes.js';
import type { ReportFault } from '../observation/index.js';
import type { BatchOptions } from '../options/tracing.options.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import { createExporter } from './exporters/create-exporter.js';
import { createSampler, type RunningSampler } from './samplers/create-sampler.js';

type Options = Pick<ResolvedOptions, 'service' | 'tracing'>;

/** Assembles the SDK's provider from the options. Exporters are loaded here, and only those that were chosen. */
export async function createTracerProvider(options: Options, report: ReportFault): Promise<TracerProvider> {
  const { service, tracing } = options;
  const spanProcessors = await createProcessors(options);
  // Last: what can fail has not, and nobody would close a sampler that has begun to work.
  return new ClosingTracerProvider(createSampler(options, report), {
    resource: defaultResource().merge(
      resourceFromAttributes({
        [ATTR_SERVICE_NAME]: service.name,
        [ATTR_SERVICE_VERSION]: service.version,
        [ATTR_DEPLOYMENT_ENVIRONMENT_NAME]: service.environment,
      }),
    ),
    spanProcessors,
    ...(tracing.idGenerator === undefined ? {} : { idGenerator: tracing.idGenerator }),
  });
}

/** Ends its sampler too when it is shut down; the SDK's own provider knows of no such end. */
class ClosingTracerProvider extends TracerProvider {
  constructor(
    private readonly running: RunningSampler,
    options: Omit<TracerProviderOptions, 'sampler'>,
  ) {
    super({ ...options, sampler: running.sampler });
  }

  override shutdown(): Promise<void> {
    this.running.close();
    return super.shutdown();
  }
}

async function createProcessors(options: Options): Promise<SpanProcessor[]> {
  const { exporters, batch } = options.tracing;
  const choices = await Promise.all(exporters.map((exporter) => createExporter(exporter, options)));
  return choices
    .filter((choice) => choice !== undefined)
    .map(({ exporter, batched }) => (batched ? batching(exporter, batch) : new SimpleSpanProcessor({ exporter })));
}

function batching(exporter: SpanExporter, batch: Required<BatchOptions>): SpanProcessor {
  return new BatchSpanProcessor({
    exporter,
    maxQueueSize: batch.maxQueueSize,
    maxExportBatchSize: Math.min(batch.maxExportBatchSize, batch.maxQueueSize),
    scheduledDelayMillis: batch.flushIntervalMs,
    exportTimeoutMillis: batch.exportTimeoutMs,
  });
}
