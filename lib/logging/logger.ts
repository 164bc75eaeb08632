import type { LoggerService } from '@nestjs/common';
import { textOf } from '../conventions/readable-error.js';
import type { LogLevel } from '../options/names.js';
import type { LevelsState, SetLevelOptions } from './levels/log-levels.js';
import { SEVERITIES } from './levels/severities.js';
import { contextIn, fieldsOf, isError, logArguments } from './log-arguments.js';
import type { RootLogger } from './root-logger.js';

type Level = 'verbose' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/**
 * The application's log. Every line carries the trace of the work in progress. Arguments come in Nest's order: message,
 * then fields and errors, then the context.
 *
 * @example
 * logger.warn('Payment is late', { orderId }, PaymentsService.name);
 */
export class Logger implements LoggerService {
  constructor(
    private readonly root: RootLogger,
    private readonly fields: Readonly<Record<string, unknown>> | undefined = undefined,
    private readonly context: string | undefined = undefined,
  ) {}

  /** Nest's name for {@link info}. */
  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  info(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('verbose', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  /** For what the application cannot survive. Flushes; ending the process is left to you. */
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
    this.flush();
  }

  /**
   * Logs as fatal, flushes and throws.
   *
   * @throws The first error among the arguments, else an Error with the message.
   */
  panic(message: unknown, ...rest: unknown[]): never {
    this.fatal(message, ...rest);
    throw [message, ...rest].find(isError) ?? new Error(logArguments(message, rest, undefined).message);
  }

  /** A logger whose every line has these fields too. */
  withFields(fields: Readonly<Record<string, unknown>>): Logger {
    return new Logger(this.root, { ...this.fields, ...fieldsOf(fields) }, this.context);
  }

  /** A logger whose every line has this field too. */
  withField(name: string, value: unknown): Logger {
    return this.withFields({ [name]: value });
  }

  /** A logger for one part of the application, named in its lines. */
  child(context: string): Logger {
    return new Logger(this.root, this.fields, context);
  }

  /**
   * Changes what is written, for everything or for one context, for good or for a time.
   *
   * @throws RangeError when there is no such level or time.
   * @example
   * logger.setLevel('debug', { context: OrdersService.name, forMs: 10 * 60_000 });
   */
  setLevel(level: LogLevel, options?: SetLevelOptions): void {
    this.root.logLevels.set(level, options);
  }

  /** The levels as they are now. */
  levels(): LevelsState {
    return this.root.logLevels.read();
  }

  /** Hands buffered lines to the system. */
  flush(): void {
    try {
      this.root.flush();
    } catch {
      // A destination that fails has nowhere to say so.
    }
  }

  private writes(severity: number, rest: readonly unknown[]): boolean {
    const { logLevels } = this.root;
    if (!logLevels.mayWrite(severity)) return false;
    return !logLevels.differ || logLevels.writes(severity, contextIn(rest) ?? this.context);
  }

  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    try {
      if (!this.writes(SEVERITIES[level], rest)) return;
      const sorted = logArguments(message, rest, this.context);
      if (this.fields !== undefined) sorted.line.fields = { ...this.fields, ...sorted.line.fields };
      this.root[level](sorted.line, sorted.message);
    } catch {
      this.writeBare(level, message);
    }
  }

  // Something in the line could not be written: the message alone is better than nothing, or than a throw.
  private writeBare(level: Level, message: unknown): void {
    try {
      this.root[level]({}, textOf(message));
    } catch {
      // A destination that fails has nowhere to say so.
    }
  }
}
