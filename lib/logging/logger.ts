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
import { fieldsOf } from './fields-of.js';
import { logArguments } from './log-arguments.js';
import type { RootLogger } from './root-logger.js';

const NOWHERE: ReportFault = () => undefined;

/**
 * The application's logger. Every line has the trace ids of the current work. Arguments are in Nest's order: the
 * message, then fields and errors, then the context.
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
   * For errors that the application cannot survive. Flushes, and waits up to half a second for a slow reader of the
   * log. It does not end the process.
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

  /** Writes the line of a request that no instrumentation observes. Only the path of the URL is recorded. */
  httpRequest(method: string, url: string, statusCode: number, durationMs: number): void {
    this.lines.writeEvent(httpRequestByHand(method, url, statusCode, durationMs));
  }

  /** Writes the line of a query. The option `database` decides about its text. Literals are removed. */
  databaseQuery(query: string, durationMs: number, error?: unknown): void {
    const { queries } = this.lines.root.described;
    this.lines.writeEvent(databaseQueryByHand(queries, query, durationMs, error));
  }

  /**
   * Writes the line of a cache operation. The option `cache.keys` decides what is recorded of the key: nothing by
   * default.
   */
  cacheOperation(operation: string, key: string, durationMs: number, hit: boolean): void {
    const described = describeKey(String(key), this.lines.root.described.cacheKeys, this.report);
    this.lines.writeEvent(cacheOperationByHand(operation, described, durationMs, hit));
  }

  businessOperation(operation: string, durationMs: number, error?: unknown): void {
    this.lines.writeEvent(businessOperationByHand(operation, durationMs, error));
  }

  /**
   * Adds fields to all later lines of the current request, message or job, from every logger, and to the line at its
   * end. Outside a unit of work, it only writes a warning, at most once a minute.
   */
  assign(fields: Readonly<Record<string, unknown>>): void {
    const unit = UnitOfWork.of(contextApi.active());
    if (unit === undefined)
      this.report('logger.assign() was called outside a request, message or job, and did nothing');
    else if (!unit.assign(fieldsOf(fields))) this.report('logger.assign() was given more than 100 different fields');
  }

  /** A child logger: each of its lines has these fields. */
  withFields(fields: Readonly<Record<string, unknown>>): Logger {
    const { root, context } = this.lines;
    return new Logger(root, { ...this.lines.fields, ...fieldsOf(fields) }, context, this.report);
  }

  /** A child logger: each of its lines has this field. */
  withField(name: string, value: unknown): Logger {
    return this.withFields({ [name]: value });
  }

  /** A child logger with the name of a part of the application. */
  child(context: string): Logger {
    return new Logger(this.lines.root, this.lines.fields, context, this.report);
  }

  /**
   * Changes the level for all contexts or for one, permanently or for a limited time.
   *
   * @throws RangeError if the level or the time is invalid.
   * @example
   * logger.setLevel('debug', { context: OrdersService.name, forMs: 10 * 60_000 });
   */
  setLevel(level: LogLevel, options?: SetLevelOptions): void {
    this.lines.root.logLevels.set(level, options);
  }

  /** The current levels. */
  levels(): LevelsState {
    return this.lines.root.logLevels.read();
  }

  /** Writes buffered lines to the system. */
  flush(): void {
    this.lines.flush();
  }
}
