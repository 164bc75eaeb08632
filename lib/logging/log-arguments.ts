import { describeBriefly } from '../conventions/errors/described-error.js';
import { isError } from '../conventions/errors/is-error.js';
import { textOf } from '../conventions/errors/text-of.js';
import { MAX_ENTRIES } from './line-budget.js';

/** What a call such as `logger.warn('late', { orderId }, error, 'OrdersService')` says. */
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
 * Sorts a call's arguments: message, then fields and errors in any order, then the context, as Nest orders them. Nest's
 * own `error(message, stack, context)` is understood too. What is none of these is kept under `arguments`.
 */
export function logArguments(message: unknown, rest: readonly unknown[], context: string | undefined): LogArguments {
  const line: LogArguments['line'] = {};
  if (context !== undefined) line.context = context;
  const others: unknown[] = [];
  const text = messageOf(message, line, others);
  for (const argument of rest) sort(argument, line, others);
  const last = others.findLastIndex((other) => typeof other === 'string');
  if (last >= 0) line.context = others.splice(last, 1)[0] as string;
  if (line.context === NEST_HANDLER && isThrown(message)) return { message: text, line: thrownLine(message) };
  if (others.length > 0) line.fields = { ...line.fields, arguments: others.map(writable) };
  return { message: text, line };
}

/** Where Nest logs what no filter has handled. */
export const NEST_HANDLER = 'ExceptionsHandler';

/** Nest's handler logs what was thrown, which need not be an error: that is described like one. */
function isThrown(message: unknown): message is object {
  return typeof message === 'object' && message !== null && !isError(message);
}

function thrownLine(thrown: object): LogArguments['line'] {
  return { context: NEST_HANDLER, error: thrown };
}

/** The context among a call's arguments, found without sorting them. */
export function contextIn(rest: readonly unknown[]): string | undefined {
  for (let index = rest.length - 1; index >= 0; index--) {
    const argument = rest[index];
    if (typeof argument === 'string' && !(argument.includes('\n') && STACK.test(argument))) return argument;
  }
  return undefined;
}

/** The fields of an object, not more than a line may have, and one by one where some cannot be read. */
export function fieldsOf(object: object): Record<string, unknown> {
  try {
    const names = Object.keys(object);
    return names.length <= MAX_ENTRIES ? { ...object } : readOneByOne(object, names);
  } catch {
    return readOneByOne(object);
  }
}

/** The same object, or its first fields where there are more than a line may have. */
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
    // A proxy that does not even name its keys.
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

/** Class and message of an error, as part of a text. */
export function errorText(error: Error): string {
  const { type, message } = describeBriefly(error);
  return `${type}: ${message}`;
}

/** Before the message of a stack. */
const HEADING = /^(?:Uncaught )?([\w$.]*(?:Error|Exception)): /;

// Nest hands over the stack alone: class and message stand before its first frame.
function withStack(stack: string): Error {
  const heading = stack.slice(0, stack.search(STACK));
  const type = HEADING.exec(heading);
  const error = new Error(type === null ? heading : heading.slice(type[0].length));
  if (type !== null) error.name = type[1] as string;
  error.stack = stack;
  return error;
}
