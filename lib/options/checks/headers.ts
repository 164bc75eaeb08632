import type { Check } from '../description.js';
import { Refusal } from '../refusal.js';
import { entriesOf, isPlain, within } from './objects.js';

// RFC 9110: a name is a token; a value has visible characters, blanks and tabs.
const NAME = /^[\w!#$%&'*+\-.^`|~]+$/;
const VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;
const FIX = 'Give a plain object whose values are all strings.';

/** Request headers. Errors never show their values. */
export function headers(): Check<Readonly<Record<string, string>>> {
  return {
    type: 'header values by name',
    read(given, at) {
      const refuse = (where: string, why: string, fix = FIX): never => {
        throw new Refusal(where, given, { why, fix }, true);
      };
      if (!isPlain(given)) return refuse(at, 'Names and values are texts.');
      const seen = new Set<string>();
      const entries = entriesOf(given, at, FIX);
      for (const [name, value] of entries) {
        if (!NAME.test(name))
          refuse(at, 'A name among them is none that a header can have.', 'Use letters, digits and -.');
        if (typeof value !== 'string') refuse(within(at, name), 'Names and values are texts.');
        if (!VALUE.test(value as string)) {
          refuse(
            within(at, name),
            'It has characters that a header cannot have.',
            'Remove line breaks; encode the rest.',
          );
        }
        if (seen.has(name.toLowerCase())) {
          refuse(within(at, name), 'Upper and lower case make no difference in headers.', 'Give each header once.');
        }
        seen.add(name.toLowerCase());
      }
      return Object.freeze(Object.fromEntries(entries as Array<[string, string]>));
    },
  };
}
