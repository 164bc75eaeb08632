import type { EnvironmentOptions } from './environment.js';
import { EARLIER_EVENT_NAMES, underTodaysNames } from './earlier-names.js';
import type { LogEventOption, LoggingOptions, LogFileOptions, ResolvedLogging } from './logging.options.js';
import { LOG_EVENT_NAMES, type LogEventName } from './names.js';
import { refuse } from './rules.js';

/** What logging does where the options are silent. */
export function resolveLogging(logging: LoggingOptions, environment: EnvironmentOptions): ResolvedLogging {
  return {
    level: logging.level ?? 'info',
    levels: { ...logging.levels },
    format: logging.format ?? (process.stdout.isTTY && environment.nodeEnv !== 'production' ? 'text' : 'json'),
    output: resolveOutput(logging),
    file: logging.file && resolveFile(logging.file),
    destination: logging.destination,
    otlp: resolveOtlp(logging.otlp ?? false),
    caller: logging.caller ?? false,
    events: resolveEvents(logging.events ?? {}),
    excludePaths: [...(logging.excludePaths ?? [])],
    wide: logging.wide ?? false,
    redact:
      logging.redact === false
        ? false
        : { keys: [...(logging.redact?.keys ?? [])], paths: [...(logging.redact?.paths ?? [])] },
    levelEndpoint: logging.levelEndpoint && { path: '/log-level', ...logging.levelEndpoint },
    maxSameErrorsPerMinute:
      logging.maxSameErrorsPerMinute === false ? Number.POSITIVE_INFINITY : (logging.maxSameErrorsPerMinute ?? 100),
  };
}

function resolveOutput({ output, file }: LoggingOptions): ResolvedLogging['output'] {
  if (output !== undefined && output !== 'stdout' && file === undefined) {
    refuse('logging.output', output, { why: 'There is no file to write to.', fix: 'Give logging.file.path.' });
  }
  return output ?? (file === undefined ? 'stdout' : 'both');
}

function resolveFile(file: LogFileOptions): Required<LogFileOptions> {
  if (file.path === undefined) {
    refuse('logging.file.path', undefined, { why: 'A file has a name.', fix: 'Give the path of the file.' });
  }
  return {
    path: file.path,
    maxSizeBytes: file.maxSizeBytes ?? 100 * 1024 * 1024,
    maxBackups: file.maxBackups ?? 3,
    maxAgeDays: file.maxAgeDays ?? 30,
    compress: file.compress ?? true,
  };
}

function resolveOtlp(otlp: NonNullable<LoggingOptions['otlp']>): ResolvedLogging['otlp'] {
  if (otlp === false) return undefined;
  const given = otlp === true ? {} : otlp;
  return {
    ...given,
    maxExportBatchSize: given.maxExportBatchSize ?? 100,
    flushIntervalMs: given.flushIntervalMs ?? 5_000,
    maxQueueSize: given.maxQueueSize ?? 10_000,
    exportTimeoutMs: given.exportTimeoutMs ?? 30_000,
  };
}

function resolveEvents(events: NonNullable<LoggingOptions['events']>): ResolvedLogging['events'] {
  const given = underTodaysNames('logging.events', events, EARLIER_EVENT_NAMES);
  return Object.fromEntries(
    LOG_EVENT_NAMES.map((name) => [name, resolveEvent(given[name] ?? (name === 'http' || {}))]),
  ) as ResolvedLogging['events'];
}

function resolveEvent(event: LogEventOption): ResolvedLogging['events'][LogEventName] {
  if (event === true) return { slowerThanMs: 0, failed: true };
  if (event === false) return { slowerThanMs: Number.POSITIVE_INFINITY, failed: false };
  return { slowerThanMs: event.slowerThanMs ?? Number.POSITIVE_INFINITY, failed: event.failed ?? true };
}
