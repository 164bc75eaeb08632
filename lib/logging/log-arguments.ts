import { types } from 'node:util';

/** What a call such as `logger.warn('late', { orderId }, error, 'OrdersService')` says. */
export interface LogArguments {
  readonly message: string;
  readonly line: {
    context?: string;
    error?: Error;
    fields?: Record<string, unknown>;
  };
}

const STACK = /\n\s+at /;

/**
 * Sorts a call's arguments: message, then fields and errors in any order, then the context, as Nest orders them. Nest's
 * own `error(message, stack, context)` is understood too.
 */
export function logArguments(message: unknown, rest: readonly unknown[], context: string | undefined): LogArguments {
  const line: LogArguments['line'] = {};
  if (context !== undefined) line.context = context;
  const texts: string[] = [];
  for (const argument of rest) sort(argument, line, texts);
  const last = texts.pop();
  if (last !== undefined) line.context = last;
  if (texts.length > 0) line.fields = { ...line.fields, arguments: texts };
  return { message: messageOf(message, line), line };
}

function sort(argument: unknown, line: LogArguments['line'], texts: string[]): void {
  if (isError(argument)) line.error = argument;
  else if (typeof argument === 'string') {
    if (STACK.test(argument)) line.error = withStack(argument);
    else texts.push(argument);
  } else if (typeof argument === 'object' && argument !== null) line.fields = { ...line.fields, ...argument };
  else if (argument !== undefined) texts.push(String(argument));
}

function messageOf(message: unknown, line: LogArguments['line']): string {
  if (typeof message === 'string') return message;
  if (isError(message)) {
    line.error = message;
    return message.message;
  }
  if (typeof message === 'object' && message !== null) {
    line.fields = { ...message, ...line.fields };
    const { message: inside } = message as { message?: unknown };
    return typeof inside === 'string' ? inside : '';
  }
  return String(message);
}

// Nest hands over the stack alone; its first line is class and message.
function withStack(stack: string): Error {
  const firstLine = stack.slice(0, stack.indexOf('\n'));
  const error = new Error(firstLine.replace(/^\w*Error: /, ''));
  error.stack = stack;
  return error;
}

/** Errors of Node's own are of another realm than a test's. */
function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}
