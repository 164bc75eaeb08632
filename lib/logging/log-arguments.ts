import { describeBriefly } from '../conventions/errors/described-error.js';
import { isError } from '../conventions/errors/is-error.js';
import { textOf } from '../conventions/errors/text-of.js';
import { emptyText, partsOf } from './argument-parts.js';

/** The arguments of a call such as `logger.warn('late', { orderId }, error, 'OrdersService')`. */
export interface LogArguments {
  readonly message: string;
  readonly line: {
    context?: string;
    error?: object;
    fields?: Record<string, unknown>;
  };
}

const STACK = /\n\s+at /;

/**
 * Sorts the arguments of a call, in Nest's order: the message, then fields and errors in any order, then the context.
 * Nest's `error(message, stack, context)` is also supported. Other arguments go into the field `arguments`.
 */
export function logArguments(message: unknown, rest: readonly unknown[], context: string | undefined): LogArguments {
  const line: LogArguments['line'] = {};
  if (context !== undefined) line.context = context;
  const others: unknown[] = [];
  const text = messageOf(message, line, others);
  for (const argument of rest) sort(argument, line, others);
  const last = others.findLastIndex((other) => typeof other === 'string');
  if (last >= 0) line.context = others.splice(last, 1)[0] as string;
  if (isNestHandler(line.context) && isThrown(message)) {
    return { message: text, line: { context: line.context, error: message } };
  }
  if (others.length > 0) line.fields = { ...line.fields, arguments: others.map(writable) };
  return { message: text, line };
}

/** The contexts of Nest's log lines for exceptions that no filter has handled. */
const NEST_HANDLERS: ReadonlySet<unknown> = new Set([
  'ExceptionsHandler',
  'RpcExceptionsHandler',
  'WsExceptionsHandler',
]);

export function isNestHandler(context: unknown): context is string {
  return NEST_HANDLERS.has(context);
}

/** Nest's handler may log a thrown value that is not an error. It is described like an error. */
function isThrown(message: unknown): message is object {
  return typeof message === 'object' && message !== null && !isError(message);
}

/** The context of a call, found without sorting its arguments. */
export function contextIn(rest: readonly unknown[]): string | undefined {
  for (let index = rest.length - 1; index >= 0; index--) {
    const argument = rest[index];
    if (typeof argument === 'string' && !(argument.includes('\n') && STACK.test(argument))) return argument;
  }
  return undefined;
}

function messageOf(message: unknown, line: LogArguments['line'], others: unknown[]): string {
  if (typeof message === 'string') return message;
  if (isError(message)) {
    line.error = message;
    return describeBriefly(message).message;
  }
  if (typeof message !== 'object' || message === null) return textOf(message);
  const { fields, list, text } = partsOf(message);
  if (list !== undefined) others.push(list);
  if (fields !== undefined) line.fields = fields;
  if (text !== undefined) return text;
  const inside = fields?.['message'];
  if (typeof inside === 'string') return inside;
  return fields !== undefined && Object.keys(fields).length === 0 ? emptyText(message) : '';
}

function sort(argument: unknown, line: LogArguments['line'], others: unknown[]): void {
  if (argument === undefined) return;
  if (typeof argument === 'string' && STACK.test(argument)) line.error ??= withStack(argument);
  else if (isError(argument)) {
    if (line.error === undefined) line.error = argument;
    else others.push(argument);
  } else if (typeof argument !== 'object' || argument === null) others.push(argument);
  else {
    const { fields } = partsOf(argument);
    if (fields === undefined) others.push(argument);
    else line.fields = { ...line.fields, ...fields };
  }
}

function writable(value: unknown): unknown {
  if (isError(value)) return errorText(value);
  return ['symbol', 'bigint', 'function'].includes(typeof value) ? textOf(value) : value;
}

/** Class and message of an error, for use inside a text. */
export function errorText(error: Error): string {
  const { type, message } = describeBriefly(error);
  return `${type}: ${message}`;
}

/** The text before the message of a stack. */
const HEADING = /^(?:Uncaught )?([\w$.]*(?:Error|Exception)): /;

// Nest passes only the stack. Class and message precede its first frame.
function withStack(stack: string): Error {
  const heading = stack.slice(0, stack.search(STACK));
  const type = HEADING.exec(heading);
  const error = new Error(type === null ? heading : heading.slice(type[0].length));
  if (type !== null) error.name = type[1] as string;
  error.stack = stack;
  return error;
}
