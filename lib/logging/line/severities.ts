import type { LogLevel } from '../../options/names.js';

/** The numbers of one level. */
interface LevelNumbers {
  /** Pino's number. A level that is written has a lower one than a more severe level. */
  readonly pino: number;
  /** The severity number of OpenTelemetry's log data model. */
  readonly otlp: number;
}

/** Every level of a line. Pino has no level like Nest's `verbose`; only callers of pino itself use `trace`. */
const LEVELS: Readonly<Record<Exclude<LogLevel, 'silent'> | 'trace', LevelNumbers>> = {
  trace: { pino: 10, otlp: 1 },
  verbose: { pino: 15, otlp: 3 },
  debug: { pino: 20, otlp: 5 },
  info: { pino: 30, otlp: 9 },
  warn: { pino: 40, otlp: 13 },
  error: { pino: 50, otlp: 17 },
  fatal: { pino: 60, otlp: 21 },
};

/** Pino's numbers, by the levels of the options. */
export const SEVERITIES: Readonly<Record<LogLevel, number>> = {
  verbose: LEVELS.verbose.pino,
  debug: LEVELS.debug.pino,
  info: LEVELS.info.pino,
  warn: LEVELS.warn.pino,
  error: LEVELS.error.pino,
  fatal: LEVELS.fatal.pino,
  silent: Number.POSITIVE_INFINITY,
};

/** The severity number in OpenTelemetry's log data model; 0 for a level that a child logger of pino defines. */
export function otlpSeverity(level: string): number {
  return Object.hasOwn(LEVELS, level) ? LEVELS[level as keyof typeof LEVELS].otlp : 0;
}
