import type { Check } from '../description.js';
import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { Refusal } from '../refusal.js';
import { entriesOf, isPlain, within } from './objects.js';

const FIX = 'Give texts, numbers, booleans, or lists of one of these.';
const PRIMITIVES: ReadonlySet<string> = new Set(['string', 'number', 'boolean']);

/** OpenTelemetry attributes. The SDK would drop other values. */
export function attributes(): Check<Attributes> {
  return {
    type: 'attributes by name',
    read(given, at) {
      if (!isPlain(given))
        throw new Refusal(at, given, { why: 'It has names and values.', fix: 'Give a plain object.' });
      const read: Attributes = {};
      for (const [name, value] of entriesOf(given, at, FIX)) {
        if (name === '')
          throw new Refusal(at, given, { why: 'An attribute has a name.', fix: 'Give one in place of "".' });
        if (value === undefined) continue;
        Object.defineProperty(read, name, { value: copied(value, within(at, name)), enumerable: true });
      }
      return Object.freeze(read);
    },
  };
}

function copied(value: unknown, at: string): AttributeValue {
  const items: unknown[] = Array.isArray(value) ? Array.from(value as unknown[]) : [value];
  const types = new Set(items.filter((item) => item !== null && item !== undefined).map((item) => typeof item));
  const isRight = types.size <= 1 && [...types].every((type) => PRIMITIVES.has(type));
  if (!isRight || value === null) {
    throw new Refusal(at, value, { why: 'No attribute can have this value.', fix: FIX });
  }
  return (Array.isArray(value) ? Object.freeze(items) : value) as AttributeValue;
}
