import type { LogLevel } from '../../options/names.js';

/** Pino's numbers, and a number for Nest's level below debug, which pino does not have. */
export const SEVERITIES: Readonly<Record<LogLevel, number>> = {
  verbose: 15,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
  silent: Number.POSITIVE_INFINITY,
};
