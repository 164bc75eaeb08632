import { MAX_ENTRIES } from './line-budget.js';
import { readEntry } from './value-entries.js';

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
  try {
    const names = known ?? Object.keys(object);
    const fields = Object.fromEntries(names.slice(0, MAX_ENTRIES).map((name) => [name, readEntry(object, name)]));
    if (names.length > MAX_ENTRIES) fields['…'] = `[${names.length - MAX_ENTRIES} more]`;
    return fields;
  } catch {
    // A proxy that throws when its keys are listed.
    return {};
  }
}
