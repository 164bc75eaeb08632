import { textOf } from '../conventions/errors/text-of.js';

export type Entry = readonly [name: string, value: unknown];

/** Entries of more than an object: their class says how they are read. Of any realm. */
const LISTS_OF_ENTRIES: ReadonlySet<string> = new Set([
  '[object Map]',
  '[object Headers]',
  '[object URLSearchParams]',
  '[object FormData]',
]);

/** What a validator says of a property: the object that it looked at and the value are none of the log's business. */
const VALIDATION = ['property', 'constraints', 'children'] as const;

/** The names and values of an object, a Map, the Headers or URLSearchParams of the web. */
export function entriesOf(value: object): readonly Entry[] {
  if (LISTS_OF_ENTRIES.has(Object.prototype.toString.call(value))) {
    return [...(value as Iterable<readonly [unknown, unknown]>)].map(([name, item]) => [textOf(name), item]);
  }
  return isValidationError(value) ? VALIDATION.map((name) => [name, Reflect.get(value, name)]) : Object.entries(value);
}

/** An error of class-validator, which is no Error. */
function isValidationError(value: object): boolean {
  return 'property' in value && 'target' in value && ('constraints' in value || 'children' in value);
}
