import { readableError } from '../conventions/logs/readable-error.js';

/** An error whose stack stands in another line already. */
export class BriefError {
  constructor(readonly error: unknown) {}
}

export interface ErrorFields {
  type: string;
  message: string;
  stack?: string;
  [further: string]: unknown;
}

/** What stands in the log's own words, or is no field of the error's. */
const TOLD = new Set(['type', 'message', 'stack', 'name', 'cause', 'errors']);

/** Class and message. */
export function briefly(error: unknown): ErrorFields {
  const { message, code } = readableError(error);
  return { type: className(error), message, ...(code === undefined ? {} : { code }) };
}

/**
 * An error's class, message, stack, own fields and causes. What `show` makes of them is written: it knows what may be
 * read, and ends circles.
 */
export function inFull(error: object, show: (name: string, value: unknown) => unknown): ErrorFields {
  const { message, stack } = readableError(error);
  const fields: ErrorFields = { type: className(error), message: show('message', message) as string };
  if (stack !== undefined) fields.stack = show('stack', stack) as string;
  for (const name of ownNames(error)) if (!TOLD.has(name)) fields[name] = show(name, read(error, name));
  for (const name of ['cause', 'errors']) {
    const value = read(error, name);
    if (value !== undefined) fields[name] = show(name, value);
  }
  return fields;
}

function className(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error;
  const name = read(error, 'name');
  if (typeof name === 'string' && name !== '' && name !== 'Error') return name;
  const constructor = read(error, 'constructor');
  const ofClass = typeof constructor === 'function' ? read(constructor, 'name') : undefined;
  return typeof ofClass === 'string' && ofClass !== '' ? ofClass : 'Error';
}

function ownNames(error: object): string[] {
  try {
    return Object.keys(error);
  } catch {
    return [];
  }
}

function read(object: object, name: string): unknown {
  try {
    return Reflect.get(object, name);
  } catch {
    return undefined;
  }
}
