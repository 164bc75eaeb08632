import type { DestinationStream } from 'pino';
import { type Environment, environmentOptions, packageJson } from './options/environment.js';
import { LOG_FORMATS, LOG_LEVELS, type LogFormat, type LogLevel } from './options/names.js';
import {
  anyOf,
  boolean,
  checkGroup,
  hasMethods,
  isFalse,
  listOf,
  number,
  oneOf,
  path,
  record,
  type Rules,
  text,
} from './options/rules.js';
import type { ResolvedTracing, TracingOptions } from './options/tracing.options.js';
import { TRACING_RULES } from './options/tracing.rules.js';

export interface ServiceOptions {
  /** Default: `OTEL_SERVICE_NAME`, else the name in package.json. */
  readonly name?: string;
  /** Default: the version in package.json. */
  readonly version?: string;
  /** Default: `NODE_ENV`, else `development`. */
  readonly environment?: string;
}

export interface MetricsOptions {
  /** Where the application serves its metrics, outside any global prefix; false for nowhere. Default `/metrics`. */
  readonly endpoint?: string | false;
  /** Metrics of the process itself: memory, CPU, event loop, garbage collection. Default true. */
  readonly processMetrics?: boolean;
  /** Labels on every series. */
  readonly defaultLabels?: Readonly<Record<string, string>>;
}

export interface LoggingOptions {
  /** Default `info`. */
  readonly level?: LogLevel;
  /** Default: `text` on a terminal outside production, else `json`. */
  readonly format?: LogFormat;
  /** Where lines go. Default: stdout, written synchronously so that no line is lost in a crash. */
  readonly destination?: DestinationStream;
  /** One line for each finished request. Default true. */
  readonly requests?: boolean;
}

export interface HttpOptions {
  /**
   * Which proxies may name the client in `X-Forwarded-For` or `X-Real-IP`: all, a number of hops, or addresses and
   * subnets (`loopback`, `10.0.0.0/8`). Default false: the address of the socket.
   */
  readonly trustProxy?: boolean | number | readonly string[];
  /** Lowest response status that is an error. Default 500; 400 makes the client's mistakes errors too. */
  readonly errorStatusFrom?: number;
  /** Paths that are not observed at all. A trailing `*` matches what follows. The metrics endpoint always is one. */
  readonly ignorePaths?: readonly string[];
}

/** What `TelemetryModule.forRoot()` takes. Everything has a default. */
export interface TelemetryOptions {
  readonly service?: ServiceOptions;
  readonly tracing?: TracingOptions;
  readonly metrics?: MetricsOptions;
  readonly logging?: LoggingOptions;
  readonly http?: HttpOptions;
}

/** The options with every default filled in. */
export interface ResolvedOptions {
  readonly service: Required<ServiceOptions>;
  readonly tracing: ResolvedTracing;
  readonly metrics: Required<MetricsOptions>;
  readonly logging: {
    readonly level: LogLevel;
    readonly format: LogFormat;
    readonly destination: DestinationStream | undefined;
    readonly requests: boolean;
  };
  readonly http: Required<HttpOptions>;
}

const RULES: Rules = {
  service: { name: text(), version: text(), environment: text() },
  tracing: TRACING_RULES,
  metrics: {
    endpoint: anyOf('It is a path of the application.', path(), isFalse()),
    processMetrics: boolean(),
    defaultLabels: record(),
  },
  logging: {
    level: oneOf(LOG_LEVELS),
    format: oneOf(LOG_FORMATS),
    destination: hasMethods('a writable stream', 'write'),
    requests: boolean(),
  },
  http: {
    trustProxy: anyOf(
      'It says which proxies to believe.',
      boolean(),
      number(0, 100, 'It is a number of hops.'),
      listOf(text()),
    ),
    errorStatusFrom: number(400, 600, 'It is the lowest HTTP status that counts as an error.'),
    ignorePaths: listOf(path()),
  },
};

/** @throws TelemetryError with code INVALID_OPTION, naming option, value, reason and fix. */
export function checkOptions(options: TelemetryOptions): void {
  checkGroup('', options, RULES);
}

/**
 * Checks the options and fills in every default; no other place knows one. The environment speaks where the options
 * are silent.
 *
 * @throws TelemetryError with code INVALID_OPTION.
 */
export function resolveOptions(options: TelemetryOptions = {}, env: Environment = process.env): ResolvedOptions {
  checkOptions(options);
  const { service = {}, tracing = {}, metrics = {}, logging = {}, http = {} } = options;
  const environment = environmentOptions(env);
  const endpoint = metrics.endpoint ?? '/metrics';
  return deepFreeze({
    service: {
      name: service.name ?? environment.serviceName ?? packageJson().name,
      version: service.version ?? packageJson().version,
      environment: service.environment ?? environment.nodeEnv ?? 'development',
    },
    tracing: resolveTracing(tracing, environment),
    metrics: {
      endpoint,
      processMetrics: metrics.processMetrics ?? true,
      defaultLabels: metrics.defaultLabels ?? {},
    },
    logging: {
      level: logging.level ?? 'info',
      format: logging.format ?? (process.stdout.isTTY && environment.nodeEnv !== 'production' ? 'text' : 'json'),
      destination: logging.destination,
      requests: logging.requests ?? true,
    },
    http: {
      trustProxy: http.trustProxy ?? false,
      errorStatusFrom: http.errorStatusFrom ?? 500,
      ignorePaths: [...(http.ignorePaths ?? []), ...(endpoint === false ? [] : [endpoint])],
    },
  });
}

function resolveTracing(tracing: TracingOptions, environment: ReturnType<typeof environmentOptions>): ResolvedTracing {
  const fromRatio = tracing.samplingRatio === undefined ? undefined : { type: 'ratio', ratio: tracing.samplingRatio };
  const isSamplerGiven = tracing.sampler !== undefined || fromRatio !== undefined;
  return {
    exporters: asList(tracing.exporter ?? environment.exporters ?? (environment.hasOtlpEndpoint ? 'otlp' : 'none')),
    endpoint: tracing.endpoint,
    headers: tracing.headers,
    sampler:
      tracing.sampler ?? (fromRatio as ResolvedTracing['sampler'] | undefined) ?? environment.sampler ?? 'always',
    // A variable names one sampler with all that it is: an option in its place replaces both.
    parentBased: tracing.parentBased ?? (isSamplerGiven ? undefined : environment.parentBased) ?? true,
    rules: tracing.rules ?? [],
    keep: tracing.keep && {
      errors: true,
      slowerThanMs: Number.POSITIVE_INFINITY,
      maxTraces: 1_000,
      maxSpans: 20_000,
      maxBytes: 32 * 1024 * 1024,
      maxAgeMs: 60_000,
      ...tracing.keep,
    },
    propagators: tracing.propagators ?? environment.propagators ?? ['tracecontext', 'baggage'],
    idGenerator: tracing.idGenerator,
    tags: tracing.tags ?? {},
    serverTags: tracing.serverTags ?? {},
    baggageKeys: tracing.baggageKeys ?? [],
    logSpans: tracing.logSpans ?? false,
    batch: {
      maxQueueSize: 16_384,
      maxExportBatchSize: 1_024,
      flushIntervalMs: 5_000,
      exportTimeoutMs: 30_000,
      ...environment.batch,
      ...tracing.batch,
    },
    disabled: environment.disabled,
  };
}

function asList<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** Freezes what is ours: plain objects and lists. Exporters, samplers and streams stay as they are. */
function deepFreeze<T>(value: T): T {
  if (Array.isArray(value)) Object.freeze(value);
  else if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    for (const child of Object.values(value)) deepFreeze(child);
    Object.freeze(value);
  }
  return value;
}
