import type { EnvironmentOptions } from './environment.js';
import type { BatchOptions, KeepOptions, ResolvedTracing, SamplerOption, TracingOptions } from './tracing.options.js';

/** What tracing does where the options and the environment are silent. */
export function resolveTracing(tracing: TracingOptions, environment: EnvironmentOptions): ResolvedTracing {
  const given = tracing.sampler ?? ratio(tracing.samplingRatio);
  return {
    exporters: asList(tracing.exporter ?? environment.exporters ?? (environment.hasOtlpEndpoint ? 'otlp' : 'none')),
    endpoint: tracing.endpoint,
    headers: tracing.headers && { ...tracing.headers },
    otlpProtocol: environment.otlpProtocol ?? 'http/protobuf',
    zipkin: {
      endpoint: environment.zipkinEndpoint ?? 'http://localhost:9411/api/v2/spans',
      timeoutMs: environment.zipkinTimeoutMs ?? 10_000,
    },
    sampler: given ?? environment.sampler ?? 'always',
    // A variable names one sampler with all that it is: an option in its place replaces both.
    parentBased: tracing.parentBased ?? (given === undefined ? environment.parentBased : undefined) ?? true,
    rules: [...(tracing.rules ?? [])],
    keep: tracing.keep && resolveKeep(tracing.keep),
    propagators: [...(tracing.propagators ?? environment.propagators ?? (['tracecontext', 'baggage'] as const))],
    idGenerator: tracing.idGenerator,
    tags: { ...tracing.tags },
    serverTags: { ...tracing.serverTags },
    baggageKeys: [...(tracing.baggageKeys ?? [])],
    logSpans: tracing.logSpans ?? false,
    batch: resolveBatch({ ...environment.batch, ...defined(tracing.batch) }),
    propagatorsGiven: (tracing.propagators ?? environment.propagators) !== undefined,
    sdk: tracing.sdk,
    configFile: environment.configFile,
    disabled: environment.disabled,
  };
}

function ratio(share: number | undefined): SamplerOption | undefined {
  return share === undefined ? undefined : { type: 'ratio', ratio: share };
}

function resolveKeep(keep: KeepOptions): NonNullable<ResolvedTracing['keep']> {
  return {
    errors: keep.errors ?? true,
    slowerThanMs: keep.slowerThanMs ?? Number.POSITIVE_INFINITY,
    maxTraces: keep.maxTraces ?? 1_000,
    maxSpans: keep.maxSpans ?? 20_000,
    maxBytes: keep.maxBytes ?? 32 * 1024 * 1024,
    maxAgeMs: keep.maxAgeMs ?? 60_000,
  };
}

function resolveBatch(batch: BatchOptions): Required<BatchOptions> {
  return {
    maxQueueSize: batch.maxQueueSize ?? 16_384,
    maxExportBatchSize: batch.maxExportBatchSize ?? 1_024,
    flushIntervalMs: batch.flushIntervalMs ?? 5_000,
    exportTimeoutMs: batch.exportTimeoutMs ?? 30_000,
  };
}

/** The options that were given: an undefined one must not hide what the environment says. */
function defined(options: BatchOptions = {}): BatchOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function asList<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? [...(value as readonly T[])] : [value as T];
}
