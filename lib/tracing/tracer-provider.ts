import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  SimpleSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import { ATTR_DEPLOYMENT_ENVIRONMENT_NAME } from '../conventions/attributes.js';
import type { BatchOptions } from '../options/tracing.options.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import { createExporter } from './exporters/create-exporter.js';
import type { ReportDrop } from './processors/held-traces.js';
import type { KeepStatistics } from './processors/keep-statistics.js';
import { keepWhatMatters } from './processors/keep-what-matters.js';
import { createSampler } from './samplers/create-sampler.js';

type Options = Pick<ResolvedOptions, 'service' | 'tracing'>;

/** Assembles the SDK's provider from the options. Exporters are loaded here, and only those that were chosen. */
export async function createTracerProvider(
  options: Options,
  report: ReportDrop,
  keepStatistics: KeepStatistics,
): Promise<TracerProvider> {
  const { service, tracing } = options;
  const path = { sampler: createSampler(tracing), spanProcessors: await createProcessors(options) };
  return new TracerProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({
        [ATTR_SERVICE_NAME]: service.name,
        [ATTR_SERVICE_VERSION]: service.version,
        [ATTR_DEPLOYMENT_ENVIRONMENT_NAME]: service.environment,
      }),
    ),
    ...keepWhatMatters(path, tracing.keep, keepStatistics, report),
    ...(tracing.idGenerator === undefined ? {} : { idGenerator: tracing.idGenerator }),
  });
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
