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
import { EARLIER_EVENT_NAMES, LOG_FORMATS, LOG_LEVELS, LOG_OUTPUTS, type LogOutput, OTLP_PROTOCOLS } from './names.js';
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
import { isInTest, isTestRun } from './test-run.js';

const FILE_SHAPE = {
  /** Path of the file. */
  path: required(text('It is the path of a file.'), 'A file has a name.', 'Give the path of the file.'),
  /** Maximum size of the file before it is rotated, in bytes. Default 104857600 (100 MiB). */
  maxSizeBytes: option(bytes(), 100 * 1024 * 1024),
  /** Number of rotated files to keep. Default 3. */
  maxBackups: option(count(), 3),
  /** Number of days to keep rotated files. Default 30. */
  maxAgeDays: option(count(), 30),
  /** Compresses rotated files with gzip. Default true. */
  compress: option(boolean(), true),
};

/** A log file that is rotated by size and age. */
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
  /** Log lines in one export. Default: 100, or `maxQueueSize` if that is less. */
  maxExportBatchSize: optional(count()),
  /** Maximum time that a line waits, in milliseconds. Default 5000. */
  flushIntervalMs: option(duration(), 5_000),
  /** Lines that wait for export. Further lines are dropped and counted. Default 10000. */
  maxQueueSize: option(count(), 10_000),
  /** Maximum time of one export, and of the queue's shutdown, in milliseconds. Default 30000. */
  exportTimeoutMs: option(duration(), 30_000),
};

/** Sends log lines to an OTLP receiver, such as Loki, Elastic or the Collector. */
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
  /** Writes a line for calls that took longer, in milliseconds. Default: none. */
  slowerThanMs: derived(threshold(), (given) => given ?? Number.POSITIVE_INFINITY),
  /** Writes a line for failed calls. Default true. */
  failed: option(boolean(), true),
};

const EVENT = group(EVENT_SHAPE);
const ALL = Object.freeze({ slowerThanMs: 0, failed: true });
const NONE = Object.freeze({ slowerThanMs: Number.POSITIVE_INFINITY, failed: false });

/** The finished calls of one kind that write a line: all, none, or only slow or failed ones. */
export type LogEventOption = boolean | Given<typeof EVENT_SHAPE>;

const REDACT_SHAPE = {
  /** Further secret names, at any depth. The built-in rules hide many names already. */
  keys: option(listOf(text()), []),
  /** Paths of fields to hide, such as `user.email` or `items[*].note`. */
  paths: option(listOf(text('It is a place in a line.')), []),
  /**
   * Runs before the rules: `true` hides a value, `false` shows it, a text replaces it, undefined leaves it to the
   * rules. Default: the rules decide.
   */
  decide: optional(callback<DecideRedaction>('It decides about one name and value.')),
};

/** What logs and span attributes hide. */
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

/** An endpoint to read and change log levels while the application runs. */
export interface LogLevelEndpointOptions extends Given<typeof LEVEL_ENDPOINT_SHAPE> {}

const SHAPE = {
  /** Lowest level that is written. Default `info`. */
  level: option(oneOf(LOG_LEVELS), 'info'),
  /** Levels of individual contexts, such as `{ OrdersService: 'debug' }`. */
  levels: option(recordOf(oneOf(LOG_LEVELS), 'levels by context'), {}),
  /** The format of a line. Default: `text` on a terminal outside production, else `json`. */
  format: derived(oneOf(LOG_FORMATS), (given, { environment }) => {
    const isForPeople = process.stdout.isTTY && environment.text('NODE_ENV') !== 'production';
    return given ?? (isForPeople ? 'text' : 'json');
  }),
  /**
   * Starts each line of the text format with the name of the service, for services that share a terminal. Other formats
   * always name it. Default false.
   */
  showService: option(boolean(), false),
  /**
   * Where lines are written. Default: `both` if `file` is given, else `stdout`. Inside a test of Jest or Vitest the default
   * is `none`, unless `level`, `levels`, `format`, `destination` or `file` is given.
   */
  output: optional(oneOf(LOG_OUTPUTS)),
  /** A log file. Default: none. */
  file: optionalGroup(group<typeof FILE_SHAPE, LogFileOptions>(FILE_SHAPE)),
  /** Your own stream in place of stdout. */
  destination: optional(hasMethods<DestinationStream>('a writable stream', 'write')),
  /** Also sends lines over OTLP. Default: if the environment names an OTLP receiver. */
  otlp: derived(
    anyOf('It says whether and where lines are sent.', boolean(), OTLP.check),
    (given, surroundings) => {
      const wanted = wantedOtlp(given, surroundings.environment, 'LOGS');
      return wanted && OTLP.resolve(wanted, surroundings);
    },
    ['OTEL_LOGS_EXPORTER'],
  ),
  /**
   * Adds the file, line and function of each log call. It costs about 20 µs a line. With `--enable-source-maps`, Node
   * reports the original source position. Default false.
   */
  caller: option(boolean(), false),
  /**
   * Which calls write a line when they end. `message` is the old name of `messaging`. Default: all requests, and failed
   * calls of other kinds.
   */
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
  /** Paths whose requests write no line. A trailing `*` matches any rest of the path. */
  excludePaths: option(listOf(pathPattern()), []),
  /**
   * Writes one wide line for each unit of work in place of the request line. It has all assigned fields, and the count
   * and duration of the unit's calls. Default false.
   */
  wide: option(boolean(), false),
  /** What log lines and spans hide; `false` hides nothing. Default: on, for names that are known to hold secrets. */
  redact: derived(anyOf('It says what is hidden.', isFalse(), REDACT.check), (given, surroundings) =>
    given === false ? false : REDACT.resolve(given, surroundings),
  ),
  /**
   * Writes one line, at level info, when the application has started: where telemetry goes, what is observed, and what is
   * not. Default: true, and false in Jest, Vitest, Node's test runner and where `NODE_ENV` is `test`.
   */
  startLine: derived(boolean(), (given, { environment }) => given ?? !isTestRun(environment)),
  /** An endpoint to read and change levels. Default: none. */
  levelEndpoint: optionalGroup(group<typeof LEVEL_ENDPOINT_SHAPE, LogLevelEndpointOptions>(LEVEL_ENDPOINT_SHAPE)),
  /**
   * Maximum number of identical errors of one context that are written per minute. Further ones are counted and
   * summarised. `false` writes all. Default 100.
   */
  maxSameErrorsPerMinute: derived(anyOf('It is a limit.', isFalse(), count()), (given) =>
    given === false ? Number.POSITIVE_INFINITY : (given ?? 100),
  ),
};

export interface LoggingOptions extends Given<typeof SHAPE> {}

const LOGGING_GROUP = group<typeof SHAPE, LoggingOptions>(SHAPE, ({ output, file }, at) => {
  if ((output === 'file' || output === 'both') && file === undefined) {
    const problem = { why: 'There is no file to write to.', fix: 'Give logging.file.path.' };
    throw new Refusal(`${at}.output`, output, problem);
  }
});

export const LOGGING = completed(LOGGING_GROUP, (logging, given) => ({
  ...logging,
  output: logging.output ?? defaultOutput(given),
}));

function defaultOutput({ level, levels, format, destination, file }: LoggingOptions = {}): LogOutput {
  if (file !== undefined) return 'both';
  const isAskedFor = [level, levels, format, destination].some((each) => each !== undefined);
  return isAskedFor || !isInTest() ? 'stdout' : 'none';
}

export interface ResolvedLogging extends ReturnType<typeof LOGGING.resolve> {}
