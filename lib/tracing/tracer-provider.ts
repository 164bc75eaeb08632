import { type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { ReportFault } from '../observation/index.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import { ExportStatistics } from './export-statistics.js';
import { createExporter } from './exporters/create-exporter.js';
import { BaggageProcessor } from './processors/baggage.processor.js';
import { ExportPipeline } from './processors/export-pipeline.js';
import { type SpanLine, SpanLogProcessor } from './processors/span-log.processor.js';
import { TagsProcessor } from './processors/tags.processor.js';
import { createSampler } from './samplers/create-sampler.js';
import { serviceResource } from './service-resource.js';

type Options = Pick<ResolvedOptions, 'service' | 'tracing'>;

/** What tracing tells to others. */
export interface TracingPorts {
  readonly report: ReportFault;
  readonly statistics: ExportStatistics;
  /** Where exported spans are mirrored to, if anywhere. */
  readonly logSpan?: (line: SpanLine) => void;
}

/** Assembles the SDK's provider from the options. Exporters are loaded here, and only those that were chosen. */
export async function createTracerProvider(
  options: Options,
  ports: Partial<TracingPorts> = {},
): Promise<TracerProvider> {
  const { service, tracing } = options;
  return new TracerProvider({
    resource: serviceResource(service),
    sampler: createSampler(tracing),
    spanProcessors: await createProcessors(options, ports),
    ...(tracing.idGenerator === undefined ? {} : { idGenerator: tracing.idGenerator }),
  });
}

async function createProcessors(options: Options, ports: Partial<TracingPorts>): Promise<SpanProcessor[]> {
  const { exporters, tags, serverTags, baggageKeys, batch } = options.tracing;
  const { report = () => undefined, statistics = new ExportStatistics(), logSpan } = ports;
  const tagged = Object.keys(tags).length + Object.keys(serverTags).length > 0;
  const choices = await Promise.all(exporters.map((exporter) => createExporter(exporter, options)));
  return [
    ...(baggageKeys.length === 0 ? [] : [new BaggageProcessor(baggageKeys)]),
    ...(tagged ? [new TagsProcessor(tags, serverTags)] : []),
    ...choices
      .filter((choice) => choice !== undefined)
      .map((choice) => new ExportPipeline(choice, batch, statistics, report)),
    ...(logSpan === undefined ? [] : [new SpanLogProcessor(logSpan, report)]),
  ];
}
