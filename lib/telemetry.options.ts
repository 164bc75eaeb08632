import type { Sampler, SpanExporter } from '@opentelemetry/sdk-trace';
import type { DestinationStream } from 'pino';
import type { ExporterName, LogFormat, LogLevel } from './telemetry.option-names.js';
import { checkOptions } from './telemetry.options-check.js';
import { type Environment, fromEnvironment, packageJson } from './telemetry.environment.js';

export interface ServiceOptions {
  /** Default: `OTEL_SERVICE_NAME`, else the name in package.json. */
  name?: string;
  /** Default: the version in package.json. */
  version?: string;
  /** Default: `NODE_ENV`, else `development`. */
  environment?: string;
}

export interface BatchOptions {
  /** Finished spans that wait for export; what does not fit is dropped and counted. Default 16384. */
  maxQueueSize?: number;
  /** Spans in one export. Default 1024. */
  maxExportBatchSize?: number;
  /** Longest time that a finished span waits, in milliseconds. Default 5000. */
  flushIntervalMs?: number;
  /** Longest time that one export may take, in milliseconds. Default 30000. */
  exportTimeoutMs?: number;
}

export interface TracingOptions {
  /** Where spans go: names, instances, or several. Default: `otlp` if the environment has an OTLP endpoint, else `none`. */
  exporter?: ExporterName | SpanExporter | ReadonlyArray<ExporterName | SpanExporter>;
  /** Base URL of the OTLP receiver; `/v1/traces` is added. Default: `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  endpoint?: string;
  /** Headers that go with each OTLP export, such as an API key. */
  headers?: Readonly<Record<string, string>>;
  /** Share of new traces that are kept, from 0 to 1. A caller's decision goes first. Default 1. */
  samplingRatio?: number;
  /** Decides in place of `samplingRatio`. */
  sampler?: Sampler;
  batch?: BatchOptions;
}

export interface MetricsOptions {
  /** Where the application serves its metrics, outside any global prefix; false for nowhere. Default `/metrics`. */
  endpoint?: string | false;
  /** Metrics of the process itself: memory, CPU, event loop, garbage collection. Default true. */
  processMetrics?: boolean;
  /** Labels on every series. */
  defaultLabels?: Readonly<Record<string, string>>;
}

export interface LoggingOptions {
  /** Default `info`. */
  level?: LogLevel;
  /** Default: `text` on a terminal outside production, else `json`. */
  format?: LogFormat;
  /** Where lines go. Default: stdout, written synchronously so that no line is lost in a crash. */
  destination?: DestinationStream;
  /** One line for each finished request. Default true. */
  requests?: boolean;
}

export interface HttpOptions {
  /**
   * Which proxies may name the client in `X-Forwarded-For` or `X-Real-IP`: all, a number of hops, or addresses and
   * subnets (`loopback`, `10.0.0.0/8`). Default false: the address of the socket.
   */
  trustProxy?: boolean | number | readonly string[];
  /** Lowest response status that is an error. Default 500; 400 makes the client's mistakes errors too. */
  errorStatusFrom?: number;
  /** Paths that are not observed at all. A trailing `*` matches what follows. The metrics endpoint always is one. */
  ignorePaths?: readonly string[];
}

/** What `TelemetryModule.forRoot()` takes. Everything has a default. */
export interface TelemetryOptions {
  service?: ServiceOptions;
  tracing?: TracingOptions;
  metrics?: MetricsOptions;
  logging?: LoggingOptions;
  http?: HttpOptions;
}

/** The options with every default filled in. */
export interface ResolvedOptions {
  readonly service: Readonly<Required<ServiceOptions>>;
  readonly tracing: {
    readonly exporters: ReadonlyArray<ExporterName | SpanExporter>;
    readonly endpoint: string | undefined;
    readonly headers: Readonly<Record<string, string>> | undefined;
    readonly samplingRatio: number;
    readonly sampler: Sampler | undefined;
    readonly batch: Readonly<Required<BatchOptions>>;
  };
  readonly metrics: Readonly<Required<MetricsOptions>>;
  readonly logging: {
    readonly level: LogLevel;
    readonly format: LogFormat;
    readonly destination: DestinationStream | undefined;
    readonly requests: boolean;
  };
  readonly http: Readonly<Required<HttpOptions>>;
}

/**
 * Checks the options and fills in every default; no other place knows one.
 *
 * @throws TelemetryError with code INVALID_OPTION, naming option, value, reason and fix.
 */
export function resolveOptions(options: TelemetryOptions = {}, env: Environment = process.env): ResolvedOptions {
  checkOptions(options);
  const { service = {}, tracing = {}, metrics = {}, logging = {}, http = {} } = options;
  const environment = fromEnvironment(env);
  const endpoint = metrics.endpoint ?? '/metrics';
  return deepFreeze({
    service: {
      name: service.name ?? environment.serviceName ?? packageJson().name,
      version: service.version ?? packageJson().version,
      environment: service.environment ?? environment.nodeEnv ?? 'development',
    },
    tracing: {
      exporters: listOf(tracing.exporter ?? (environment.hasOtlpEndpoint ? 'otlp' : 'none')),
      endpoint: tracing.endpoint,
      headers: tracing.headers && { ...tracing.headers },
      samplingRatio: tracing.samplingRatio ?? 1,
      sampler: tracing.sampler,
      batch: {
        maxQueueSize: tracing.batch?.maxQueueSize ?? 16_384,
        maxExportBatchSize: tracing.batch?.maxExportBatchSize ?? 1_024,
        flushIntervalMs: tracing.batch?.flushIntervalMs ?? 5_000,
        exportTimeoutMs: tracing.batch?.exportTimeoutMs ?? 30_000,
      },
    },
    metrics: {
      endpoint,
      processMetrics: metrics.processMetrics ?? true,
      defaultLabels: { ...metrics.defaultLabels },
    },
    logging: {
      level: logging.level ?? 'info',
      format: logging.format ?? (process.stdout.isTTY && environment.nodeEnv !== 'production' ? 'text' : 'json'),
      destination: logging.destination,
      requests: logging.requests ?? true,
    },
    http: {
      trustProxy: copied(http.trustProxy ?? false),
      errorStatusFrom: http.errorStatusFrom ?? 500,
      ignorePaths: [...(http.ignorePaths ?? []), ...(endpoint === false ? [] : [endpoint])],
    },
  });
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? [...(value as readonly T[])] : [value as T];
}

function copied<T>(value: T | readonly string[]): T | readonly string[] {
  return Array.isArray(value) ? [...(value as readonly string[])] : value;
}

/** What the user made stays as it is, even if it is a plain object. */
const NOT_OURS: ReadonlySet<string> = new Set(['exporters', 'sampler', 'destination']);

/** Freezes groups and lists, all of which were made here. */
function deepFreeze<T extends object>(group: T): T {
  for (const [name, value] of Object.entries(group)) {
    if (typeof value !== 'object' || value === null) continue;
    if (!NOT_OURS.has(name)) deepFreeze(value as object);
    else if (Array.isArray(value)) Object.freeze(value);
  }
  return Object.freeze(group);
}
