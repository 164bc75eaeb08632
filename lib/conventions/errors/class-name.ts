import { readProperty, readText } from './read-property.js';

/** A class of errors as people name them; free text in `name` is no class. */
const CLASS = /^[\p{L}_$][\p{L}\p{N}_$ .:-]{0,99}$/u;

/** Names that say no more than that it is an error. pg gives its class `DatabaseError` the name `error`. */
const GENERIC: ReadonlySet<string> = new Set(['Error', 'error']);

/** The class of something thrown: its name, else that of its constructor; for what is no object, its type of value. */
export function className(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error;
  const name = readText(error, 'name');
  if (name !== undefined && !GENERIC.has(name) && CLASS.test(name)) return name;
  const constructor = readText(readProperty(error, 'constructor'), 'name');
  return constructor !== undefined && CLASS.test(constructor) ? constructor : 'Error';
}
