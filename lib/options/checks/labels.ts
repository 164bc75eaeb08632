import type { Check } from '../description.js';
import { Refusal } from '../refusal.js';
import { entriesOf, isPlain, within } from './objects.js';

const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const FIX = 'Give a plain object whose values are all strings.';

/** Prometheus labels. An invalid or reserved name would break every scrape. */
export function labels(reserved: readonly string[], canBeEmpty = true): Check<Readonly<Record<string, string>>> {
  return {
    type: 'label values by name',
    read(given, at) {
      if (!isPlain(given)) throw new Refusal(at, given, { why: 'Names and values are texts.', fix: FIX });
      const entries = entriesOf(given, at, FIX);
      for (const [name, value] of entries) {
        const problem = problemOf(name, value, reserved, canBeEmpty);
        if (problem !== undefined) throw new Refusal(within(at, name), value, problem);
      }
      return Object.freeze(Object.fromEntries(entries as Array<[string, string]>));
    },
  };
}

function problemOf(name: string, value: unknown, reserved: readonly string[], canBeEmpty: boolean) {
  if (!NAME.test(name)) {
    return {
      why: 'Prometheus allows no such label name.',
      fix: 'Use letters, digits and underscores; a digit does not come first.',
    };
  }
  if (name.startsWith('__') || reserved.includes(name)) {
    return { why: 'Prometheus uses this label name itself.', fix: 'Choose another name.' };
  }
  if (typeof value !== 'string') return { why: 'Names and values are texts.', fix: FIX };
  return value === '' && !canBeEmpty
    ? { why: 'It is a part of an address.', fix: 'Give a text that is not empty.' }
    : undefined;
}
