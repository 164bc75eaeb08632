import { textOf } from '../conventions/errors/text-of.js';
import { NOT_READABLE } from './not-readable.js';

export type Entry = readonly [name: string, value: unknown];

/**
 * The first entries or items of a value. `left` is the number of the others, if it is known without traversing them.
 */
export interface First<T> {
  readonly items: readonly T[];
  readonly more: number | 'some';
}

/** Classes with entries that are not object properties. The class name identifies them in any realm. */
const LISTS_OF_ENTRIES: ReadonlySet<string> = new Set([
  '[object Map]',
  '[object Headers]',
  '[object URLSearchParams]',
  '[object FormData]',
]);

/** The recorded properties of a validation error. The validated object and the value are left out. */
const VALIDATION = ['property', 'constraints', 'children'] as const;

/** The first names and values of an object, a Map, Headers or URLSearchParams. */
export function firstEntries(value: object, max: number): First<Entry> {
  if (isListOfEntries(value)) {
    const { items, more } = firstItems(value, max);
    return { items: items.map(([name, item]) => [textOf(name), item]), more };
  }
  const names: readonly string[] = isValidationError(value) ? VALIDATION : Object.keys(value);
  if (names !== VALIDATION && names.length <= max) return { items: entriesOf(value, names), more: 0 };
  const first = names.slice(0, max);
  return { items: first.map((name) => [name, readEntry(value, name)]), more: names.length - first.length };
}

function entriesOf(object: object, names: readonly string[]): Entry[] {
  try {
    return Object.entries(object);
  } catch {
    return names.map((name) => [name, readEntry(object, name)]);
  }
}

/** One entry. A getter that throws does not hide the others. */
export function readEntry(object: object, name: string): unknown {
  try {
    return Reflect.get(object, name);
  } catch {
    return NOT_READABLE;
  }
}

/** True for a Map, Headers, URLSearchParams or FormData. */
export function isListOfEntries(value: object): value is Iterable<readonly [unknown, unknown]> {
  return LISTS_OF_ENTRIES.has(Object.prototype.toString.call(value));
}

/** The first items of a list, a Set or another collection. Further items are not read. */
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

/** An error of class-validator, which is not an instance of Error. */
function isValidationError(value: object): boolean {
  return 'property' in value && 'target' in value && ('constraints' in value || 'children' in value);
}
