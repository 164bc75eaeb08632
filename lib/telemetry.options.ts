import type { Attributes } from '@opentelemetry/api';
import type { Observer } from './observation/observer.js';
import { type Environment, environmentOptions } from './options/environment.js';
import { resolveCache } from './options/cache.defaults.js';
import type { CacheOptions, ResolvedCache } from './options/cache.options.js';
import { CACHE_RULES } from './options/cache.rules.js';
import { resolveDatabase } from './options/database.defaults.js';
import type { DatabaseOptions, ResolvedDatabase } from './options/database.options.js';
import { DATABASE_RULES } from './options/database.rules.js';
import { resolveLimits } from './options/limits.defaults.js';
import type { LimitsOptions, ResolvedLimits } from './options/limits.options.js';
import { LIMITS_RULES } from './options/limits.rules.js';
import { resolveLogging } from './options/logging.defaults.js';
import type { LoggingOptions, ResolvedLogging } from './options/logging.options.js';
import { LOGGING_RULES } from './options/logging.rules.js';
import { resolveMessaging } from './options/messaging.defaults.js';
import type { MessagingOptions, ResolvedMessaging } from './options/messaging.options.js';
import { MESSAGING_RULES } from './options/messaging.rules.js';
import { resolveMetrics } from './options/metrics.defaults.js';
import type { MetricsOptions, ResolvedMetrics } from './options/metrics.options.js';
import { METRICS_RULES } from './options/metrics.rules.js';
import { packageJson } from './options/package-json.js';
import { proxies } from './options/proxies.rule.js';
import {
  boolean,
  checkGroup,
  duration,
  hasMethods,
  listOf,
  number,
  path,
  object,
  type Rules,
  text,
} from './options/rules.js';
import { resolveTracing } from './options/tracing.defaults.js';
import type { ResolvedTracing, TracingOptions } from './options/tracing.options.js';
import { TRACING_RULES } from './options/tracing.rules.js';

export interface ServiceOptions {
  /** Default: `OTEL_SERVICE_NAME`, else the name in package.json. */
  readonly name?: string;
  /** Default: the version in package.json. */
  readonly version?: string;
  /** Default: `NODE_ENV`, else `development`. */
  readonly environment?: string;
  /** Further resource attributes. `OTEL_RESOURCE_ATTRIBUTES` adds to them. */
  readonly attributes?: Attributes;
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
  /** Observe outgoing requests: `fetch`, undici, `node:http`, and so Axios. Default true. */
  readonly outgoing?: boolean;
  /** Hosts that never get trace context: exact names, or `*.example.com`. */
  readonly noPropagationTo?: readonly string[];
  /** Write the trace context into responses, for debugging. Default false. */
  readonly traceResponse?: boolean;
}

/** What `TelemetryModule.forRoot()` takes. Everything has a default. */
export interface TelemetryOptions {
  readonly service?: ServiceOptions;
  readonly tracing?: TracingOptions;
  readonly metrics?: MetricsOptions;
  readonly logging?: LoggingOptions;
  readonly http?: HttpOptions;
  readonly messaging?: MessagingOptions;
  readonly database?: DatabaseOptions;
  readonly cache?: CacheOptions;
  readonly limits?: LimitsOptions;
  /** How long telemetry may take to send what it holds when the application ends, in milliseconds. Default 8000. */
  readonly shutdownTimeoutMs?: number;
  /** Observers of yours: they see every call that telemetry sees. */
  readonly observers?: readonly Observer[];
}

/** The options with every default filled in. */
export interface ResolvedOptions {
  readonly service: Required<ServiceOptions>;
  readonly tracing: ResolvedTracing;
  readonly metrics: ResolvedMetrics;
  readonly logging: ResolvedLogging;
  readonly http: Required<HttpOptions>;
  readonly messaging: ResolvedMessaging;
  readonly database: ResolvedDatabase;
  readonly cache: ResolvedCache;
  readonly limits: ResolvedLimits;
  readonly shutdownTimeoutMs: number;
  readonly observers: readonly Observer[];
}

const RULES: Rules = {
  service: { name: text(), version: text(), environment: text(), attributes: object() },
  tracing: TRACING_RULES,
  metrics: METRICS_RULES,
  logging: LOGGING_RULES,
  http: {
    trustProxy: proxies(),
    errorStatusFrom: number(400, 600, 'It is the lowest HTTP status that counts as an error.'),
    ignorePaths: listOf(path()),
    outgoing: boolean(),
    noPropagationTo: listOf(text()),
    traceResponse: boolean(),
  },
  messaging: MESSAGING_RULES,
  database: DATABASE_RULES,
  cache: CACHE_RULES,
  limits: LIMITS_RULES,
  shutdownTimeoutMs: duration(),
  observers: listOf(hasMethods('an Observer, with a name and a method begin', 'begin')),
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
  const {
    service = {},
    tracing = {},
    metrics = {},
    logging = {},
    http = {},
    messaging = {},
    database = {},
    cache = {},
    limits = {},
  } = options;
  const environment = environmentOptions(env);
  const serviceName = service.name ?? environment.serviceName ?? packageJson().name;
  const resolvedMetrics = resolveMetrics(metrics, serviceName);
  const { endpoint } = resolvedMetrics;
  return deepFreeze({
    service: {
      name: serviceName,
      version: service.version ?? environment.serviceVersion ?? packageJson().version,
      environment: service.environment ?? environment.deploymentEnvironment ?? 'development',
      attributes: { ...environment.resourceAttributes, ...service.attributes },
    },
    tracing: resolveTracing(tracing, environment),
    metrics: resolvedMetrics,
    logging: resolveLogging(logging, environment),
    http: {
      trustProxy: copied(http.trustProxy ?? false),
      errorStatusFrom: http.errorStatusFrom ?? 500,
      ignorePaths: [
        ...(http.ignorePaths ?? []),
        ...(endpoint === false || endpoint.port !== undefined ? [] : [endpoint.path]),
      ],
      outgoing: http.outgoing ?? true,
      noPropagationTo: [...(http.noPropagationTo ?? [])],
      traceResponse: http.traceResponse ?? false,
    },
    messaging: resolveMessaging(messaging),
    database: resolveDatabase(database),
    cache: resolveCache(cache),
    limits: resolveLimits(limits),
    shutdownTimeoutMs: options.shutdownTimeoutMs ?? 8_000,
    observers: [...(options.observers ?? [])],
  });
}

function copied<T>(value: T | readonly string[]): T | readonly string[] {
  return Array.isArray(value) ? [...(value as readonly string[])] : value;
}

/** Groups and lists that were made here, and what the user put into them stays as it is. */
const FROZEN_OUTSIDE: ReadonlySet<string> = new Set([
  'exporters',
  'rules',
  'propagators',
  'tags',
  'serverTags',
  'attributes',
  'observers',
]);
/** Instances of the user's, even if they are plain objects. */
const NOT_OURS: ReadonlySet<string> = new Set(['sampler', 'idGenerator', 'sdk', 'destination', 'guard']);

/** Freezes groups and lists, all of which were made here. */
function deepFreeze<T extends object>(group: T): T {
  for (const [name, value] of Object.entries(group)) {
    if (typeof value !== 'object' || value === null) continue;
    if (FROZEN_OUTSIDE.has(name)) Object.freeze(value);
    else if (!NOT_OURS.has(name)) deepFreeze(value as object);
  }
  return Object.freeze(group);
}
