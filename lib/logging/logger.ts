import type { LoggerService } from '@nestjs/common';
import { context as contextApi } from '@opentelemetry/api';
import { describeKey } from '../described/cache-key.js';
import {
  businessOperationByHand,
  cacheOperationByHand,
  databaseQueryByHand,
  httpRequestByHand,
} from '../described/events-by-hand.js';
import { isError } from '../conventions/errors/is-error.js';
import { type ReportFault, UnitOfWork } from '../observation/index.js';
import type { LogLevel } from '../options/names.js';
import type { LevelsState, SetLevelOptions } from './levels/log-levels.js';
import { LineWriter } from './line-writer.js';
import { fieldsOf, logArguments } from './log-arguments.js';
import type { RootLogger } from './root-logger.js';

const NOWHERE: ReportFault = () => undefined;

/**
 * The application's log. Every line carries the trace of the work in progress. Arguments come in Nest's order: message,
 * then fields and errors, then the context.
 *
 * @example
 * logger.warn('Payment is late', { orderId }, PaymentsService.name);
 */
export class Logger implements LoggerService {
  private readonly lines: LineWriter;

  constructor(
    root: RootLogger,
    fields: Readonly<Record<string, unknown>> | undefined = undefined,
    context: string | undefined = undefined,
    private readonly report: ReportFault = NOWHERE,
  ) {
    this.lines = new LineWriter(root, fields, context);
  }

  /** Nest's name for {@link info}. */
  log(message: unknown, ...rest: unknown[]): void {
    this.lines.write('info', message, rest);
  }

  info(message: unknown, ...rest: unknown[]): void {
    this.lines.write('info', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.lines.write('verbose', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.lines.write('debug', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.lines.write('warn', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.lines.write('error', message, rest);
  }

  /**
   * For what the application cannot survive. Flushes, and waits up to half a second for a reader of the log that is
   * behind; ending the process is left to you.
   */
  fatal(message: unknown, ...rest: unknown[]): void {
    this.lines.urgently(() => this.lines.write('fatal', message, rest));
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

  /** `util.format`'s placeholders: `logger.debugf('%d of %d', done, all)`. An error among the values keeps its stack. */
  debugf(template: string, ...values: unknown[]): void {
    this.lines.writeFormatted('debug', template, values);
  }

  infof(template: string, ...values: unknown[]): void {
    this.lines.writeFormatted('info', template, values);
  }

  warnf(template: string, ...values: unknown[]): void {
    this.lines.writeFormatted('warn', template, values);
  }

  errorf(template: string, ...values: unknown[]): void {
    this.lines.writeFormatted('error', template, values);
  }

  fatalf(template: string, ...values: unknown[]): void {
    this.lines.urgently(() => this.lines.writeFormatted('fatal', template, values));
  }

  /** @throws The first error among the values, else an Error with the text. */
  panicf(template: string, ...values: unknown[]): never {
    this.fatalf(template, ...values);
    throw values.find(isError) ?? new Error(this.lines.textOf(template, values));
  }

  /** The line of a request that nothing observes by itself. Of the URL, it has the path. */
  httpRequest(method: string, url: string, statusCode: number, durationMs: number): void {
    this.lines.writeEvent(httpRequestByHand(method, url, statusCode, durationMs));
  }

  /** The line of a query. Its text is written as `database` says, without literals. */
  databaseQuery(query: string, durationMs: number, error?: unknown): void {
    const { queries } = this.lines.root.described;
    this.lines.writeEvent(databaseQueryByHand(queries, query, durationMs, error));
  }

  /** The line of a cache operation. Of the key, it has what `cache.keys` says: nothing by default. */
  cacheOperation(operation: string, key: string, durationMs: number, hit: boolean): void {
    const described = describeKey(String(key), this.lines.root.described.cacheKeys, this.report);
    this.lines.writeEvent(cacheOperationByHand(operation, described, durationMs, hit));
  }

  businessOperation(operation: string, durationMs: number, error?: unknown): void {
    this.lines.writeEvent(businessOperationByHand(operation, durationMs, error));
  }

  /**
   * Adds fields to every later line of the request, message or job in progress, whoever writes it, and to the line that
   * reports its end. Outside of any it does nothing but warn once a minute.
   */
  assign(fields: Readonly<Record<string, unknown>>): void {
    const unit = UnitOfWork.of(contextApi.active());
    if (unit === undefined)
      this.report('logger.assign() was called outside a request, message or job, and did nothing');
    else if (!unit.assign(fieldsOf(fields))) this.report('logger.assign() was given more than 100 different fields');
  }

  /** A logger whose every line has these fields too. */
  withFields(fields: Readonly<Record<string, unknown>>): Logger {
    const { root, context } = this.lines;
    return new Logger(root, { ...this.lines.fields, ...fieldsOf(fields) }, context, this.report);
  }

  /** A logger whose every line has this field too. */
  withField(name: string, value: unknown): Logger {
    return this.withFields({ [name]: value });
  }

  /** A logger for one part of the application, named in its lines. */
  child(context: string): Logger {
    return new Logger(this.lines.root, this.lines.fields, context, this.report);
  }

  /**
   * Changes what is written, for everything or for one context, for good or for a time.
   *
   * @throws RangeError when there is no such level or time.
   * @example
   * logger.setLevel('debug', { context: OrdersService.name, forMs: 10 * 60_000 });
   */
  setLevel(level: LogLevel, options?: SetLevelOptions): void {
    this.lines.root.logLevels.set(level, options);
  }

  /** The levels as they are now. */
  levels(): LevelsState {
    return this.lines.root.logLevels.read();
  }

  /** Hands buffered lines to the system. */
  flush(): void {
    this.lines.flush();
  }
}
