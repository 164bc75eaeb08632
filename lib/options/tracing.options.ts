import type { Attributes, TextMapPropagator } from '@opentelemetry/api';
import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import type { IdGenerator, Sampler, SpanExporter } from '@opentelemetry/sdk-trace';
import type { ExporterName, OtlpProtocol, PropagatorName } from './names.js';

/** OTLP to an address of its own. What is left out comes from `tracing`, then from `OTEL_EXPORTER_OTLP_*`. */
export interface OtlpExporterOptions {
  readonly type: 'otlp';
  /**
   * Default: `OTEL_EXPORTER_OTLP_PROTOCOL`, else `http/protobuf`. `grpc` needs the packages
   * `@opentelemetry/exporter-trace-otlp-grpc` and `@grpc/grpc-js`.
   */
  readonly protocol?: OtlpProtocol;
  /** Base URL; HTTP adds `/v1/traces` where it does not end so. */
  readonly endpoint?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default `none`. */
  readonly compression?: 'gzip' | 'none';
  /** Default 10000. */
  readonly timeoutMs?: number;
}

/** Zipkin's v2 JSON. */
export interface ZipkinExporterOptions {
  readonly type: 'zipkin';
  /** Default: `OTEL_EXPORTER_ZIPKIN_ENDPOINT`, else `http://localhost:9411/api/v2/spans`. */
  readonly endpoint?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default 10000. */
  readonly timeoutMs?: number;
  /** How this service shows in Zipkin. Default: the service's name. */
  readonly localEndpoint?: { readonly serviceName?: string; readonly ipv4?: string; readonly port?: number };
}

/** A Jaeger collector, which speaks OTLP over HTTP. */
export interface JaegerExporterOptions {
  readonly type: 'jaeger';
  /** Default `localhost`. */
  readonly collectorHost?: string;
  /** Default 4318. */
  readonly collectorPort?: number;
  /** Refused: Jaeger's agents are gone. */
  readonly agentHost?: never;
  /** Refused: Jaeger's agents are gone. */
  readonly agentPort?: never;
}

/** A span as a {@link SpanReporter} gets it. */
export interface ReportedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Undefined for the first span of a trace. */
  readonly parentSpanId: string | undefined;
  /** Spans that it comes from without being below them, such as the messages of a batch. */
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly operationName: string;
  readonly startTime: Date;
  readonly finishTime: Date;
  readonly durationMs: number;
  readonly tags: Attributes;
  readonly logs: readonly { readonly timestamp: Date; readonly name: string; readonly fields: Attributes }[];
  readonly serviceName: string;
  readonly resource: Attributes;
  readonly status: 'unset' | 'ok' | 'error';
  readonly statusMessage: string | undefined;
}

/** The simplest thing that can receive spans: each sampled one, once, when it has finished. */
export interface SpanReporter {
  report(span: ReportedSpan): void;
  close(): void | Promise<void>;
}

export type ExporterOption =
  | ExporterName
  | OtlpExporterOptions
  | ZipkinExporterOptions
  | JaegerExporterOptions
  | SpanExporter
  | SpanReporter;

/** A share of all traces, from 0 to 1. */
export interface RatioSamplerOptions {
  readonly type: 'ratio';
  readonly ratio: number;
}

/**
 * So many traces a second and no more. What is not used is saved, up to one second's worth and at least one trace: a
 * burst never exceeds that. Fractions are possible: 0.5 is one trace every two seconds; 0 is none.
 */
export interface RateLimitingSamplerOptions {
  readonly type: 'rateLimiting';
  readonly tracesPerSecond: number;
}

/**
 * A Jaeger collector says how to sample, over HTTP (`{endpoint}?service={name}`). What it said last stays in force while
 * it does not answer.
 *
 * Names of operations are those of a trace's first span as it starts. Those of the form `GET /users/:id` are compared
 * with a request's method and path.
 */
export interface RemoteSamplerOptions {
  readonly type: 'remote';
  /** Default `http://localhost:5778/sampling`. */
  readonly endpoint?: string;
  /** Default 60000. */
  readonly pollIntervalMs?: number;
  /** The ratio until the collector has answered. Default 0.001. */
  readonly initialRatio?: number;
}

export type SamplerOption =
  | 'always'
  | 'never'
  | RatioSamplerOptions
  | RateLimitingSamplerOptions
  | RemoteSamplerOptions
  | Sampler;

/**
 * A sampler for some of the spans that begin a trace. The first rule that fits decides; without one, the general
 * sampler does.
 *
 * A request that brings a trace along follows its caller, so that no trace has holes. There is one exception: a rule
 * that says `'never'` holds for it too, because a health check should not show however it was called; it also holds
 * against `keep`, so that a failing one does not either. With
 * `parentBased: false` rules decide for every span.
 *
 * With both `route` and `name`, both have to fit.
 */
export interface SamplingRule {
  /**
   * The path of a request, without its query: `/health` alone, `/users/:id` with any one segment in place of `:id`,
   * `/internal/*` with everything below `/internal`. A trailing slash makes no difference.
   */
  readonly route?: string;
  /** The name that a span starts with, or a pattern for it. A request's is its method: its route is not known yet. */
  readonly name?: string | RegExp;
  readonly sampler: SamplerOption;
}

/**
 * Which traces are exported although the sampler dropped them, and how much may be held back to find out. A trace here
 * is what this process did for one request, message or job; those that it called were told that it is not sampled. Its
 * first span says why it was kept, in `nestjs_telemetry.keep.reason`. What a limit drops is counted and reported; if
 * such a trace fails afterwards, the rest of it is exported with `nestjs_telemetry.keep.missing_spans`.
 */
export interface KeepOptions {
  /** Keep traces in which a span failed. Default true. */
  readonly errors?: boolean;
  /** Keep traces with a unit of work that took longer, in milliseconds. Default: none. */
  readonly slowerThanMs?: number;
  /** Traces held back at once. Default 1000. */
  readonly maxTraces?: number;
  /** Spans held back at once, in all traces. Default 20000. */
  readonly maxSpans?: number;
  /** Bytes held back at once, estimated. Default 33554432 (32 MiB). */
  readonly maxBytes?: number;
  /** How long a trace may be held back, in milliseconds; longer than `slowerThanMs`. Default 60000. */
  readonly maxAgeMs?: number;
}

export interface BatchOptions {
  /** Finished spans that wait for export; what does not fit is dropped and counted. Default 16384. */
  readonly maxQueueSize?: number;
  /** Spans in one export. Default 1024. */
  readonly maxExportBatchSize?: number;
  /** Longest time that a finished span waits, in milliseconds. Default 5000. */
  readonly flushIntervalMs?: number;
  /** Longest time that one export may take, in milliseconds. Default 30000. */
  readonly exportTimeoutMs?: number;
}

export interface TracingOptions {
  /** Where spans go; several at once are possible. Default: `otlp` if the environment has an OTLP endpoint, else `none`. */
  readonly exporter?: ExporterOption | readonly ExporterOption[];
  /** Base URL of the OTLP receiver. Default: `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly endpoint?: string;
  /** Headers that go with each OTLP export, such as an API key. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Share of new traces that are kept, from 0 to 1. Default 1. */
  readonly samplingRatio?: number;
  /** Decides in place of `samplingRatio`. */
  readonly sampler?: SamplerOption;
  /** Whether a caller's decision goes first. Default true. */
  readonly parentBased?: boolean;
  /** Samplers for some routes and names, such as `never` for health checks. */
  readonly rules?: readonly SamplingRule[];
  /** Exports failed and slow traces although the sampler dropped them. Default: off. */
  readonly keep?: KeepOptions;
  /**
   * How traces cross process boundaries; all are read and all are written. The first that finds a trace decides which
   * one is continued; the baggage of all is merged. Default `tracecontext` and `baggage`.
   */
  readonly propagators?: ReadonlyArray<PropagatorName | TextMapPropagator>;
  /** Makes trace and span ids. */
  readonly idGenerator?: IdGenerator;
  /** Attributes of every span. */
  readonly tags?: Attributes;
  /** Attributes of every span that serves a request or message. */
  readonly serverTags?: Attributes;
  /**
   * Baggage entries, by key, that become attributes of every span and fields of every line. Fields of these names that
   * were assigned to a unit of work go along as baggage with all that is sent in it.
   */
  readonly baggageKeys?: readonly string[];
  /** Mirrors each exported span to the log, at level debug. Default false. */
  readonly logSpans?: boolean;
  readonly batch?: BatchOptions;
  /**
   * Starts OpenTelemetry's NodeSDK with this configuration in place of everything above but `propagators`. A declarative
   * file named by `OTEL_CONFIG_FILE` does so too.
   */
  readonly sdk?: Partial<NodeSDKConfiguration>;
}

export interface ResolvedTracing {
  readonly exporters: readonly ExporterOption[];
  readonly endpoint: string | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
  /** For an OTLP exporter that names none. */
  readonly otlpProtocol: OtlpProtocol;
  /** For a Zipkin exporter that names none. */
  readonly zipkin: { readonly endpoint: string; readonly timeoutMs: number };
  readonly sampler: SamplerOption;
  readonly parentBased: boolean;
  readonly rules: readonly SamplingRule[];
  readonly keep: (Required<Omit<KeepOptions, 'slowerThanMs'>> & { readonly slowerThanMs: number }) | undefined;
  readonly propagators: ReadonlyArray<PropagatorName | TextMapPropagator>;
  readonly idGenerator: IdGenerator | undefined;
  readonly tags: Attributes;
  readonly serverTags: Attributes;
  readonly baggageKeys: readonly string[];
  readonly logSpans: boolean;
  readonly batch: Required<BatchOptions>;
  /** Whether the options or the environment named the propagators. */
  readonly propagatorsGiven: boolean;
  readonly sdk: Partial<NodeSDKConfiguration> | undefined;
  /** OTEL_CONFIG_FILE. */
  readonly configFile: string | undefined;
  /** OTEL_SDK_DISABLED: no spans at all. */
  readonly disabled: boolean;
}
