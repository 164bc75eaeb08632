import { describeBriefly } from '../conventions/errors/described-error.js';
import { isError } from '../conventions/errors/is-error.js';
import { textOf } from '../conventions/errors/text-of.js';
import { MAX_ENTRIES } from './line-budget.js';

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

/** The fields of an object, up to the limit of a line. If some cannot be read, they are read one by one. */
export function fieldsOf(object: object): Record<string, unknown> {
  try {
    const names = Object.keys(object);
    return names.length <= MAX_ENTRIES ? { ...object } : readOneByOne(object, names);
  } catch {
    return readOneByOne(object);
  }
}

/** The same object, or its first fields if it has more than the limit of a line. */
export function withoutTooManyFields<T extends object>(object: T): T | Record<string, unknown> {
  try {
    return Object.keys(object).length <= MAX_ENTRIES ? object : fieldsOf(object);
  } catch {
    return object;
  }
}

function readOneByOne(object: object, known?: readonly string[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  try {
    const names = known ?? Object.keys(object);
    for (const name of names.slice(0, MAX_ENTRIES)) fields[name] = readField(object, name);
    if (names.length > MAX_ENTRIES) fields['…'] = `[${names.length - MAX_ENTRIES} more]`;
  } catch {
    // A proxy that throws when its keys are listed.
  }
  return fields;
}

function readField(object: object, name: string): unknown {
  try {
    return Reflect.get(object, name);
  } catch {
    return 'something that cannot be read';
  }
}

function messageOf(message: unknown, line: LogArguments['line'], others: unknown[]): string {
  if (typeof message === 'string') return message;
  if (isError(message)) {
    line.error = message;
    return describeBriefly(message).message;
  }
  if (typeof message !== 'object' || message === null) return textOf(message);
  if (Array.isArray(message)) others.push(message);
  else line.fields = fieldsOf(message);
  const inside = line.fields?.['message'];
  return typeof inside === 'string' ? inside : '';
}

function sort(argument: unknown, line: LogArguments['line'], others: unknown[]): void {
  if (argument === undefined) return;
  if (typeof argument === 'string' && STACK.test(argument)) line.error ??= withStack(argument);
  else if (isError(argument)) {
    if (line.error === undefined) line.error = argument;
    else others.push(argument);
  } else if (typeof argument !== 'object' || argument === null || Array.isArray(argument)) others.push(argument);
  else line.fields = { ...line.fields, ...fieldsOf(argument) };
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
