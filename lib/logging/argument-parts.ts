import { types } from 'node:util';
import { textOf } from '../conventions/errors/text-of.js';
import { readProperty, readText } from '../conventions/errors/read-property.js';
import { fieldsOf } from './fields-of.js';
import { MAX_ENTRIES } from './line-budget.js';
import { singleValue } from './single-value.js';
import { firstEntries, isListOfEntries } from './value-entries.js';

/** What an object adds to a line: fields, a list, or a text. */
export interface ArgumentParts {
  readonly fields?: Record<string, unknown>;
  readonly list?: object;
  readonly text?: string;
}

/** The parts of an object that is a whole argument of a call. Never throws. */
export function partsOf(object: object): ArgumentParts {
  try {
    return readParts(object);
  } catch {
    return { fields: fieldsOf(object) };
  }
}

function readParts(object: object): ArgumentParts {
  if (Array.isArray(object) || types.isSet(object)) return { list: object };
  const single = singleValue(object);
  if (single !== undefined) return { text: textOf(single === null ? object : single) };
  if (isListOfEntries(object)) {
    const { items, more } = firstEntries(object, MAX_ENTRIES);
    return { fields: { ...Object.fromEntries(items), ...(more === 0 ? {} : { '…': `[${more} more]` }) } };
  }
  const { toJSON } = object as { toJSON?: unknown };
  return typeof toJSON === 'function' ? partsOfJson(toJSON.call(object)) : { fields: fieldsOf(object) };
}

/** What `toJSON` returns is not asked for its own `toJSON`. */
function partsOfJson(value: unknown): ArgumentParts {
  if (typeof value !== 'object' || value === null) return { text: textOf(value) };
  return Array.isArray(value) ? { list: value } : { fields: fieldsOf(value) };
}

/** The message of a line about an object without fields. */
export function emptyText(object: object): string {
  return `[${readText(readProperty(object, 'constructor'), 'name') || 'Object'}]`;
}
