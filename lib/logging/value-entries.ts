import { textOf } from '../conventions/errors/text-of.js';

export type Entry = readonly [name: string, value: unknown];

/** The first entries or items of a value, and how many more there are, if that is known without walking over them. */
export interface First<T> {
  readonly items: readonly T[];
  readonly more: number | 'some';
}

/** Entries of more than an object: their class says how they are read. Of any realm. */
const LISTS_OF_ENTRIES: ReadonlySet<string> = new Set([
  '[object Map]',
  '[object Headers]',
  '[object URLSearchParams]',
  '[object FormData]',
]);

/** What a validator says of a property: the object that it looked at and the value are none of the log's business. */
const VALIDATION = ['property', 'constraints', 'children'] as const;

/** The first names and values of an object, a Map, the Headers or URLSearchParams of the web. */
export function firstEntries(value: object, max: number): First<Entry> {
  if (LISTS_OF_ENTRIES.has(Object.prototype.toString.call(value))) {
    const { items, more } = firstItems(value as Iterable<readonly [unknown, unknown]>, max);
    return { items: items.map(([name, item]) => [textOf(name), item]), more };
  }
  const names: readonly string[] = isValidationError(value) ? VALIDATION : Object.keys(value);
  if (names !== VALIDATION && names.length <= max) return { items: Object.entries(value), more: 0 };
  const first = names.slice(0, max);
  return { items: first.map((name) => [name, Reflect.get(value, name)]), more: names.length - first.length };
}

/** The first items of a list, a Set or another collection, which is not read beyond them. */
export function firstItems<T>(values: Iterable<T> & { readonly size?: unknown }, max: number): First<T> {
  if (Array.isArray(values)) {
    const items = values as readonly T[];
    return items.length <= max ? { items, more: 0 } : { items: items.slice(0, max), more: items.length - max };
  }
  const items: T[] = [];
  for (const value of values) {
    if (items.length === max) return { items, more: typeof values.size === 'number' ? values.size - max : 'some' };
    items.push(value);
  }
  return { items, more: 0 };
}

/** An error of class-validator, which is no Error. */
function isValidationError(value: object): boolean {
  return 'property' in value && 'target' in value && ('constraints' in value || 'children' in value);
}
