import type { Tracer, TracerOptions } from '@opentelemetry/api';
import {
  type IdGenerator,
  RandomIdGenerator,
  type ReadableSpan,
  type Sampler,
  type SpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { InstrumentationScope } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import { Redactor } from '../conventions/redaction/redactor.js';
import type { ReportFault } from '../observation/index.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import { ExportStatistics } from './export-statistics.js';
import type { LateResource } from '../resource/late-resource.js';
import type { ItemSender } from '../sending/item-sender.js';
import { HeldSender } from '../sending/held.sender.js';
import { createExporter, type ExporterChoice } from './exporters/create-exporter.js';
import { BaggageProcessor } from './processors/baggage.processor.js';
import { ExportPipeline } from './processors/export-pipeline.js';
import { KeepStatistics } from './processors/keep-statistics.js';
import { keepWhatMatters } from './processors/keep-what-matters.js';
import { LimitsProcessor } from './processors/limits.processor.js';
import { RedactionProcessor } from './processors/redaction.processor.js';
import { type SpanLine, SpanLogProcessor } from './processors/span-log.processor.js';
import { TagsProcessor } from './processors/tags.processor.js';
import { createSampler, type RunningSampler } from './samplers/create-sampler.js';
import { ClockedTracer, type SpanDecisions } from './spans/clocked.tracer.js';
import { serviceResource } from '../resource/service-resource.js';

type Options = Pick<ResolvedOptions, 'limits' | 'service' | 'tracing'> & {
  readonly logging?: Pick<ResolvedOptions['logging'], 'redact'>;
};

/** The callbacks and counters that tracing reports to. */
export interface TracingPorts {
  readonly report: ReportFault;
  readonly exported: ExportStatistics;
  readonly kept: KeepStatistics;
  /** Receives a copy of each exported span, if configured. */
  readonly logSpan?: (line: SpanLine) => void;
}

const NO_PORTS = (): TracingPorts => ({
  report: () => undefined,
  exported: new ExportStatistics(),
  kept: new KeepStatistics(),
});

/** Creates the tracer provider from the options. Only the selected exporters are loaded. */
export async function createTracerProvider(
  options: Options,
  ports: TracingPorts = NO_PORTS(),
): Promise<ClosingTracerProvider> {
  const { service, tracing } = options;
  const resource = serviceResource(service, ports.report);
  const exporting = await exportingProcessors(options, ports, resource);
  // Create the sampler last: if an earlier step threw, a started sampler would never be stopped.
  const running = createSampler(options, ports.report);
  const path = keepWhatMatters(
    { sampler: running.sampler, spanProcessors: exporting },
    tracing.keep,
    ports.kept,
    ports.report,
  );
  return new ClosingTracerProvider(running, exporting, {
    resource,
    sampler: path.sampler,
    spanProcessors: [
      ...describingProcessors(tracing),
      new LimitsProcessor(options.limits.valueBytes),
      ...redacting(options.logging),
      ...path.spanProcessors,
    ],
    ...(tracing.idGenerator === undefined ? {} : { idGenerator: tracing.idGenerator }),
  });
}

interface ProviderParts {
  readonly resource: Resource;
  readonly sampler: Sampler;
  readonly spanProcessors: SpanProcessor[];
  /** Default: random ids. */
  readonly idGenerator?: IdGenerator;
}

/**
 * The SDK's provider with tracers of ours, which use one clock. It also stops its sampler at shutdown, and supports a
 * deadline.
 */
export class ClosingTracerProvider extends TracerProvider {
  private readonly tracers = new Map<string, Tracer>();
  private readonly decisions: SpanDecisions;

  constructor(
    private readonly running: RunningSampler,
    private readonly exporting: readonly SpanProcessor[],
    private readonly parts: ProviderParts,
  ) {
    super(parts);
    const { sampler, idGenerator } = parts;
    this.decisions = {
      sampler,
      ids: idGenerator ?? new RandomIdGenerator(),
      hasRandomIds: idGenerator === undefined,
    };
  }

  override getTracer(name: string, version?: string, options?: TracerOptions): Tracer {
    const key = `${name}@${version ?? ''}:${options?.schemaUrl ?? ''}`;
    let tracer = this.tracers.get(key);
    if (tracer === undefined) {
      const { resource, spanProcessors: processors } = this.parts;
      const scope = { name, version, schemaUrl: options?.schemaUrl } as InstrumentationScope;
      tracer = new ClockedTracer({ scope, resource, processors }, this.decisions);
      this.tracers.set(key, tracer);
    }
    return tracer;
  }

  /** Rejects with an error. The SDK rejects with a list of errors. */
  override async forceFlush(): Promise<void> {
    try {
      await super.forceFlush();
    } catch (failure) {
      if (!Array.isArray(failure)) throw failure;
      throw failure.length === 1 ? failure[0] : new AggregateError(failure, 'Several exporters failed');
    }
  }

  /** Shuts down with one export attempt for waiting spans, and drops the rest at the deadline. */
  shutdownBy(deadline: AbortSignal): Promise<void> {
    for (const processor of this.exporting) if (processor instanceof ExportPipeline) processor.closeBy(deadline);
    return this.shutdown();
  }

  override shutdown(): Promise<void> {
    this.running.close();
    return super.shutdown();
  }
}

function redacting({ redact }: NonNullable<Options['logging']> = { redact: false }): SpanProcessor[] {
  return redact === false ? [] : [new RedactionProcessor(new Redactor(redact))];
}

/** Processors that add to spans at their start. */
function describingProcessors({ tags, serverTags, baggageKeys }: Options['tracing']): SpanProcessor[] {
  const tagged = Object.keys(tags).length + Object.keys(serverTags).length > 0;
  return [
    ...(baggageKeys.length === 0 ? [] : [new BaggageProcessor(baggageKeys)]),
    ...(tagged ? [new TagsProcessor(tags, serverTags)] : []),
  ];
}

/** The first spans wait for the resource, which may be incomplete. */
function held(choice: ExporterChoice, resource: LateResource): ExporterChoice {
  if (!resource.asyncAttributesPending) return choice;
  return {
    ...choice,
    sender: new HeldSender(choice.sender as ItemSender<ReadableSpan>, resource.waitForAsyncAttributes()),
  };
}

/** Processors that receive spans at their end. */
async function exportingProcessors(
  options: Options,
  ports: TracingPorts,
  resource: LateResource,
): Promise<SpanProcessor[]> {
  const { exporters, batch } = options.tracing;
  const pipeline = { ...batch, maxQueueBytes: options.limits.spanQueueBytes };
  const { report, exported, logSpan } = ports;
  const choices = await Promise.all(exporters.map((exporter) => createExporter(exporter, options)));
  return [
    ...choices
      .filter((choice) => choice !== undefined)
      .map((choice) => new ExportPipeline(held(choice, resource), pipeline, exported, report)),
    ...(logSpan === undefined ? [] : [new SpanLogProcessor(logSpan, report)]),
  ];
}
