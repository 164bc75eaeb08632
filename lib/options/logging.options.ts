import { LOG_EVENT_NAMES, type LogEventName } from '../conventions/index.js';
import type { DecideRedaction } from '../conventions/redaction/redactor.js';
import type { Given } from './description.js';
import type { DestinationStream } from 'pino';
import { url } from './checks/addresses.js';
import { anyOf } from './checks/check.js';
import { headers } from './checks/headers.js';
import { callback, guard, hasMethods } from './checks/instances.js';
import { listOf } from './checks/lists.js';
import { byName, recordOf } from './checks/objects.js';
import { path, pathPattern } from './checks/paths.js';
import { boolean, bytes, count, duration, isFalse, oneOf, secretText, text, threshold } from './checks/scalars.js';
import { EARLIER_EVENT_NAMES, LOG_FORMATS, LOG_LEVELS, LOG_OUTPUTS, OTLP_PROTOCOLS } from './names.js';
import { completed, derived, group, option, optional, optionalGroup, required } from './option.js';
import {
  checkOtlpEndpoint,
  checkOtlpVariables,
  otlpEndpointVariables,
  otlpProtocol,
  otlpTimeoutMs,
  wantedOtlp,
} from './otlp-variables.js';
import { Refusal } from './refusal.js';

const FILE_SHAPE = {
  /** Where the file is. */
  path: required(text('It is the path of a file.'), 'A file has a name.', 'Give the path of the file.'),
  /** A larger file is rotated. Default 104857600 (100 MiB). */
  maxSizeBytes: option(bytes(), 100 * 1024 * 1024),
  /** Rotated files that are kept. Default 3. */
  maxBackups: option(count(), 3),
  /** Days for which rotated files are kept. Default 30. */
  maxAgeDays: option(count(), 30),
  /** Compress rotated files with gzip. Default true. */
  compress: option(boolean(), true),
};

/** A file that is rotated when it is large or old. */
export interface LogFileOptions extends Given<typeof FILE_SHAPE> {}

const OTLP_SHAPE = {
  /** How lines are encoded and sent. Default: `OTEL_EXPORTER_OTLP_PROTOCOL`, else `http/protobuf`. */
  protocol: derived(oneOf(OTLP_PROTOCOLS), (given, { environment }) => given ?? otlpProtocol(environment, 'LOGS'), [
    'OTEL_EXPORTER_OTLP_LOGS_PROTOCOL',
    'OTEL_EXPORTER_OTLP_PROTOCOL',
  ]),
  /** Base URL; HTTP adds `/v1/logs` where it does not end so. Default: `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  endpoint: derived(url(), (given) => given, otlpEndpointVariables('LOGS')),
  /** Headers of each export. Default: `OTEL_EXPORTER_OTLP_HEADERS`. */
  headers: optional(headers()),
  /** Sent as `Authorization: Bearer …`. */
  apiKey: optional(secretText()),
  /** Lines in one export. Default: 100, or `maxQueueSize` where that is less. */
  maxExportBatchSize: optional(count()),
  /** Longest time that a line waits, in milliseconds. Default 5000. */
  flushIntervalMs: option(duration(), 5_000),
  /** Lines that wait for export; what does not fit is dropped and counted. Default 10000. */
  maxQueueSize: option(count(), 10_000),
  /** Longest time that one export may take, and shutting down, in milliseconds. Default 30000. */
  exportTimeoutMs: option(duration(), 30_000),
};

/** Logs to an OTLP receiver, which Loki, Elastic and the Collector are. */
export interface OtlpLogsOptions extends Given<typeof OTLP_SHAPE> {}

const OTLP_GROUP = group<typeof OTLP_SHAPE, OtlpLogsOptions>(OTLP_SHAPE, (given, at) => {
  const { maxExportBatchSize = 1, maxQueueSize = 10_000 } = given;
  if (maxExportBatchSize <= maxQueueSize) return;
  throw new Refusal(`${at}.maxExportBatchSize`, maxExportBatchSize, {
    why: `So many lines never wait: maxQueueSize is ${maxQueueSize}.`,
    fix: 'Give no more than maxQueueSize, or raise that.',
  });
});

const OTLP = completed(OTLP_GROUP, (otlp, _given, { environment }) => {
  checkOtlpVariables(environment, 'LOGS');
  if (otlp.endpoint === undefined) checkOtlpEndpoint(environment, 'LOGS', otlp.protocol);
  return {
    ...otlp,
    maxExportBatchSize: otlp.maxExportBatchSize ?? Math.min(100, otlp.maxQueueSize),
    /** Longest time of one attempt. */
    timeoutMs: Math.min(otlp.exportTimeoutMs, otlpTimeoutMs(environment, 'LOGS')),
  };
});

const EVENT_SHAPE = {
  /** Write those that took longer, in milliseconds. Default: none. */
  slowerThanMs: derived(threshold(), (given) => given ?? Number.POSITIVE_INFINITY),
  /** Write those that failed. Default true. */
  failed: option(boolean(), true),
};

const EVENT = group(EVENT_SHAPE);
const ALL = Object.freeze({ slowerThanMs: 0, failed: true });
const NONE = Object.freeze({ slowerThanMs: Number.POSITIVE_INFINITY, failed: false });

/** Which finished operations of a kind write a line: all, none, or those that were slow or failed. */
export type LogEventOption = boolean | Given<typeof EVENT_SHAPE>;

const REDACT_SHAPE = {
  /** Names besides those whose words say that they are secret, at any depth. */
  keys: option(listOf(text()), []),
  /** Places in a line's fields, such as `user.email` or `items[*].note`. */
  paths: option(listOf(text('It is a place in a line.')), []),
  /** Decides before the rules do: true hides a value, false shows it, a text stands in its place. Default: the rules decide. */
  decide: optional(callback<DecideRedaction>('It decides about one name and value.')),
};

/** What is not shown, in logs and span attributes alike. */
export interface RedactOptions extends Given<typeof REDACT_SHAPE> {}

const REDACT = group<typeof REDACT_SHAPE, RedactOptions>(REDACT_SHAPE);

const LEVEL_ENDPOINT_SHAPE = {
  /** Path of the route. Default `/log-level`. */
  path: option(path(), '/log-level'),
  /** Decides who may read and change levels. */
  guard: required(
    guard('It decides who may.'),
    'Whoever reaches it can change what is logged.',
    'Give a guard class, or a function of the request.',
  ),
};

/** Where levels can be read and changed while the application runs. */
export interface LogLevelEndpointOptions extends Given<typeof LEVEL_ENDPOINT_SHAPE> {}

const SHAPE = {
  /** Lowest level that is written. Default `info`. */
  level: option(oneOf(LOG_LEVELS), 'info'),
  /** Levels of single contexts, such as `{ OrdersService: 'debug' }`. */
  levels: option(recordOf(oneOf(LOG_LEVELS), 'levels by context'), {}),
  /** How a line looks. Default: `text` on a terminal outside production, else `json`. */
  format: derived(oneOf(LOG_FORMATS), (given, { environment }) => {
    const isForPeople = process.stdout.isTTY && environment.text('NODE_ENV') !== 'production';
    return given ?? (isForPeople ? 'text' : 'json');
  }),
  /** Where lines go. Default: `both` if a file is given, else `stdout`. */
  output: optional(oneOf(LOG_OUTPUTS)),
  /** A file for lines. Default: none. */
  file: optionalGroup(group<typeof FILE_SHAPE, LogFileOptions>(FILE_SHAPE)),
  /** A stream of yours in place of stdout. */
  destination: optional(hasMethods<DestinationStream>('a writable stream', 'write')),
  /** Sends lines by OTLP too. Default: if the environment names an OTLP receiver. */
  otlp: derived(
    anyOf('It says whether and where lines are sent.', boolean(), OTLP.check),
    (given, surroundings) => {
      const wanted = wantedOtlp(given, surroundings.environment, 'LOGS');
      return wanted && OTLP.resolve(wanted, surroundings);
    },
    ['OTEL_LOGS_EXPORTER'],
  ),
  /** File, line and function of each call. It costs about 20 µs a line; with `--enable-source-maps`, Node names the source as it was written. Default false. */
  caller: option(boolean(), false),
  /** Which calls write a line when they end; `message` is an earlier name of `messaging`. Default: every request, and what else failed. */
  events: derived(
    byName(
      LOG_EVENT_NAMES,
      anyOf('It says which operations write a line.', boolean(), EVENT.check),
      EARLIER_EVENT_NAMES,
    ),
    (given, surroundings) => {
      const events = LOG_EVENT_NAMES.map((name) => {
        const event = given?.[name] ?? (name === 'http' || {});
        if (typeof event === 'boolean') return [name, event ? ALL : NONE] as const;
        return [name, EVENT.resolve(event, surroundings)] as const;
      });
      return Object.freeze(Object.fromEntries(events)) as Readonly<Record<LogEventName, typeof ALL>>;
    },
  ),
  /** Paths whose requests write no line. A trailing `*` matches what follows. */
  excludePaths: option(listOf(pathPattern()), []),
  /** One wide line for each unit of work in place of the request's: all that was assigned, and what its calls cost. Default false. */
  wide: option(boolean(), false),
  /** What is hidden, in lines and spans alike; false for nothing. Default: on, with the names that are known for secrets. */
  redact: derived(anyOf('It says what is hidden.', isFalse(), REDACT.check), (given, surroundings) =>
    given === false ? false : REDACT.resolve(given, surroundings),
  ),
  /** Where levels can be read and changed. Default: nowhere. */
  levelEndpoint: optionalGroup(group<typeof LEVEL_ENDPOINT_SHAPE, LogLevelEndpointOptions>(LEVEL_ENDPOINT_SHAPE)),
  /** Identical errors of one context that are written in a minute; more are counted and summed up. False: all. Default 100. */
  maxSameErrorsPerMinute: derived(anyOf('It is a limit.', isFalse(), count()), (given) =>
    given === false ? Number.POSITIVE_INFINITY : (given ?? 100),
  ),
};

export interface LoggingOptions extends Given<typeof SHAPE> {}

const LOGGING_GROUP = group<typeof SHAPE, LoggingOptions>(SHAPE, ({ output, file }, at) => {
  if (output !== undefined && output !== 'stdout' && file === undefined) {
    const problem = { why: 'There is no file to write to.', fix: 'Give logging.file.path.' };
    throw new Refusal(`${at}.output`, output, problem);
  }
});

export const LOGGING = completed(LOGGING_GROUP, (logging) => ({
  ...logging,
  output: logging.output ?? (logging.file === undefined ? ('stdout' as const) : ('both' as const)),
}));
export interface ResolvedLogging extends ReturnType<typeof LOGGING.resolve> {}
