import type { Bindings, LogFn } from 'pino';
import { className } from '../conventions/errors/class-name.js';
import { readText } from '../conventions/errors/read-property.js';
import { textOf } from '../conventions/errors/text-of.js';
import type { ErrorStorms } from './error-storms.js';
import type { LogLevels } from './levels/log-levels.js';
import { SEVERITIES } from './line/severities.js';
import { isError } from '../conventions/errors/is-error.js';
import { isNestHandler } from './log-arguments.js';
import { isToldByNestAgain } from './logged-errors.js';

/** Decides whether a line is written, for every logger that derives from the root logger. */
export class LineGate {
  private readonly bound = new WeakMap<BoundLogger, string | undefined>();

  constructor(
    private readonly levels: LogLevels,
    private readonly storms: ErrorStorms,
  ) {}

  /** `args` are the arguments of pino's methods. */
  admits(args: Parameters<LogFn>, severity: number, logger: BoundLogger): boolean {
    const line: unknown = args[0];
    const fields = typeof line === 'object' && line !== null ? (line as LineFields) : NO_FIELDS;
    const context = this.levels.differ || severity === SEVERITIES.error ? this.contextOf(fields, logger) : undefined;
    if (!this.levels.writes(severity, context)) return false;
    if (isNestHandler(context) && isToldByNestAgain(fields)) return false;
    // The line of a finished operation is never a repeated error: each one reports a different call, with its own
    // trace.
    if (severity !== SEVERITIES.error || 'trace_id' in fields) return true;
    return this.storms.admits(context, typeOf(fields), messageOf(args, fields));
  }

  private contextOf({ context }: LineFields, logger: BoundLogger): string | undefined {
    if (typeof context === 'string') return context;
    if (!this.bound.has(logger)) {
      const { context: own } = logger.bindings();
      this.bound.set(logger, typeof own === 'string' ? own : undefined);
    }
    return this.bound.get(logger);
  }
}

/** A logger or a child logger with bound fields. */
interface BoundLogger {
  bindings(): Bindings;
}

interface LineFields {
  readonly context?: unknown;
  readonly error?: unknown;
  readonly err?: unknown;
  readonly message?: unknown;
}

const NO_FIELDS: LineFields = Object.freeze({});

function typeOf(fields: LineFields): string | undefined {
  const error = errorOf(fields);
  return error === undefined ? undefined : className(error);
}

function messageOf([line, text]: Parameters<LogFn>, fields: LineFields): string {
  if (typeof line === 'string') return line;
  if (typeof text === 'string' && text !== '') return text;
  if (typeof fields.message === 'string') return fields.message;
  const error = errorOf(fields);
  return error === undefined ? '' : (readText(error, 'message') ?? textOf(error));
}

function errorOf(fields: LineFields): unknown {
  return isError(fields) ? fields : (fields.error ?? fields.err);
}
