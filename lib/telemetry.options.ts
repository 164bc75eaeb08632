import type { Check, Given } from './options/description.js';
import type { ExpectedError } from './observation/expected-error.js';
import type { Observer } from './observation/observer.js';
import { CACHE } from './options/cache.options.js';
import { hasMethod } from './options/checks/instances.js';
import { check } from './options/checks/check.js';
import { listOf, listOfDifferent } from './options/checks/lists.js';
import { boolean, duration, isText } from './options/checks/scalars.js';
import { DATABASE } from './options/database.options.js';
import { type Environment, EnvironmentReader, type Warn } from './options/environment.js';
import { HTTP } from './options/http.options.js';
import { LIMITS } from './options/limits.options.js';
import { LOGGING } from './options/logging.options.js';
import { MESSAGING } from './options/messaging.options.js';
import { METRICS } from './options/metrics.options.js';
import { type Agreement, completed, group, option } from './options/option.js';
import { packageJson } from './options/package-json.js';
import { Refusal, refusing } from './options/refusal.js';
import { resourceAttributes } from './options/resource-variable.js';
import { SERVICE } from './options/service.options.js';
import { TRACING } from './options/tracing.options.js';

const OBSERVER: Check<Observer> = check(
  'an `Observer`',
  { why: 'It observes calls.', fix: 'Give an Observer, with a name and a method begin.' },
  (value) => hasMethod(value, 'begin') && isText((value as Partial<Observer>).name),
);

const EXPECTED: Check<ExpectedError> = check(
  'error class or function',
  { why: 'It says which errors are expected.', fix: 'Give a class of errors, or a function of the error.' },
  (value) => typeof value === 'function',
);

/** Every option. A group has a file in options/. */
const SHAPE = {
  /** What the application is called. */
  service: SERVICE,
  /** Spans: where they go, which are kept, how traces cross process boundaries. */
  tracing: TRACING,
  /** Metrics: where they are served or pushed to, which there are. */
  metrics: METRICS,
  /** Lines: their level and format, where they go, which calls write one. */
  logging: LOGGING,
  /** Requests, in and out. */
  http: HTTP,
  /** Messages between services. */
  messaging: MESSAGING,
  /** Queries. */
  database: DATABASE,
  /** Cache operations. */
  cache: CACHE,
  /** What telemetry may hold at most. */
  limits: LIMITS,
  /** How long telemetry may take to send what it holds when the application ends, in milliseconds. Default 8000. */
  shutdownTimeoutMs: option(duration(), 8_000),
  /**
   * Errors that are no failures: classes, or functions that are given the error. Errors that become an answer with a
   * status of 4xx are expected without it.
   */
  expected: option(listOf(EXPECTED), []),
  /** Observers of yours: they see every call that telemetry sees. */
  observers: option(listOfDifferent(OBSERVER, 'It would see every call twice.'), []),
};

/** What `TelemetryModule.forRoot()` takes. Everything has a default. */
export interface TelemetryOptions extends Given<typeof SHAPE> {}

/** No group sees that two routes would have one path. */
const agree: Agreement<TelemetryOptions> = ({ metrics, logging }) => {
  const path = logging?.levelEndpoint && (logging.levelEndpoint.path ?? '/log-level');
  if (path === undefined || path !== metricsPath(metrics?.endpoint)) return;
  const problem = { why: 'Metrics are served at this path.', fix: 'Give another path.' };
  throw new Refusal('logging.levelEndpoint.path', path, problem);
};

/** The one description of all options. */
export const TELEMETRY = completed(
  group<typeof SHAPE, TelemetryOptions>(SHAPE, agree),
  ({ http, metrics, logging, ...others }) => {
    const own = [metricsPath(metrics.endpoint), logging.levelEndpoint?.path].filter((path) => path !== undefined);
    const ignorePaths = Object.freeze([...http.ignorePaths, ...own]);
    return { ...others, metrics, logging, http: Object.freeze({ ...http, ignorePaths }) };
  },
);

const ROOT_SHAPE = {
  ...SHAPE,
  /** Whether other modules may inject without importing. Default true. */
  isGlobal: option(boolean(), true),
};

/** What `TelemetryModule.forRoot()` takes: the module has one option more than telemetry. */
export const ROOT = group<typeof ROOT_SHAPE>(ROOT_SHAPE, agree);

/** The options with every default filled in. */
export interface ResolvedOptions extends ReturnType<typeof TELEMETRY.resolve> {}

type Endpoint = string | false | { readonly path?: string | undefined; readonly port?: number | undefined };

/** Where metrics are served on the application's port. */
function metricsPath(endpoint: Endpoint = '/metrics'): string | undefined {
  if (typeof endpoint === 'string') return endpoint;
  return endpoint === false || endpoint.port !== undefined ? undefined : (endpoint.path ?? '/metrics');
}

/**
 * Checks what `forRoot()` gets.
 *
 * @throws TelemetryError with code INVALID_OPTION, naming option, value, reason and fix.
 */
export function checkOptions(options: unknown): void {
  refusing(() => ROOT.check.read(options, ''));
}

/**
 * Checks the options and fills in every default; no other place knows one. The environment speaks where the options
 * are silent, and `warn` takes what is wrong with it and ignored.
 *
 * @throws TelemetryError with code INVALID_OPTION.
 */
export function resolveOptions(
  options: TelemetryOptions,
  env: Environment = process.env,
  warn?: Warn,
): ResolvedOptions {
  return refusing(() => {
    const given = TELEMETRY.check.read(options, '');
    const environment = new EnvironmentReader(env, warn);
    const serviceName =
      given.service?.name ??
      environment.text('OTEL_SERVICE_NAME') ??
      (resourceAttributes(environment)['service.name'] || packageJson().name);
    return TELEMETRY.resolve(given, { environment, serviceName });
  });
}
