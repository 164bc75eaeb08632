import {
  BatchSpanProcessor,
  SimpleSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { BatchOptions } from '../options/tracing.options.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import { createExporter } from './exporters/create-exporter.js';
import { BaggageProcessor } from './processors/baggage.processor.js';
import { createSampler } from './samplers/create-sampler.js';
import { serviceResource } from './service-resource.js';

type Options = Pick<ResolvedOptions, 'service' | 'tracing'>;

/** Assembles the SDK's provider from the options. Exporters are loaded here, and only those that were chosen. */
export async function createTracerProvider(options: Options): Promise<TracerProvider> {
  const { service, tracing } = options;
  return new TracerProvider({
    resource: serviceResource(service),
    sampler: createSampler(tracing),
    spanProcessors: await createProcessors(options),
    ...(tracing.idGenerator === undefined ? {} : { idGenerator: tracing.idGenerator }),
  });
}

async function createProcessors(options: Options): Promise<SpanProcessor[]> {
  const { exporters, batch, baggageKeys } = options.tracing;
  const choices = await Promise.all(exporters.map((exporter) => createExporter(exporter, options)));
  const exporting = choices
    .filter((choice) => choice !== undefined)
    .map(({ exporter, batched }) => (batched ? batching(exporter, batch) : new SimpleSpanProcessor({ exporter })));
  return baggageKeys.length === 0 ? exporting : [new BaggageProcessor(baggageKeys), ...exporting];
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
