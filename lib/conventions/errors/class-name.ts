import { readProperty, readText } from './read-property.js';

/** An error class as people write it. Free text in `name` is not a class. */
const CLASS = /^[\p{L}_$][\p{L}\p{N}_$ .:-]{0,99}$/u;

/** Generic names without information. pg names its class `DatabaseError` `error`. */
const GENERIC: ReadonlySet<string> = new Set(['Error', 'error']);

/** The class of a thrown value: its name, else the name of its constructor. For a value that is no object, its type. */
export function className(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error;
  const name = readText(error, 'name');
  if (name !== undefined && !GENERIC.has(name) && CLASS.test(name)) return name;
  const constructor = readText(readProperty(error, 'constructor'), 'name');
  return constructor !== undefined && CLASS.test(constructor) ? constructor : 'Error';
}
