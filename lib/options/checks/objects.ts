import type { Check } from '../description.js';
import { didYouMean } from '../nearest-name.js';
import { Refusal, UnknownOption } from '../refusal.js';

type Entries = ReadonlyArray<readonly [string, unknown]>;

/** A plain object of any realm. A Map, a list or fetch's Headers would look like an empty object and be ignored. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Names and values of a plain object, or of an instance with own fields, such as a settings class.
 *
 * @throws Refusal for other values.
 */
export function entriesOf(value: unknown, at: string, fix: string, why = 'It is a group of options.'): Entries {
  try {
    if (isPlain(value)) return Object.entries(value);
    const entries = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
    if (entries.length > 0) return entries;
  } catch {
    throw new Refusal(at, value, { why: 'It cannot be read: a getter or a proxy throws.', fix });
  }
  throw new Refusal(at, value, { why, fix });
}

/** The path of an option inside a group. */
export function within(at: string, name: string): string {
  const shown = name.length > 60 ? `${name.slice(0, 60)}…` : name;
  return at === '' ? shown : `${at}.${shown}`;
}

/** A refusal of an unknown name in a group. */
export function unknownName(at: string, name: string, valid: readonly string[]): UnknownOption {
  const fix = `${didYouMean(name, valid)}Use one of: ${valid.join(', ')}.`;
  return new UnknownOption(within(at, name), undefined, { why: 'There is no such option.', fix });
}

/** Any names. Each value must pass the check. */
export function recordOf<Value>(value: Check<Value>, what: string): Check<Readonly<Record<string, Value>>> {
  const fix = `Give a plain object of ${what}.`;
  return {
    type: what,
    read(given, at) {
      if (!isPlain(given)) throw new Refusal(at, given, { why: 'It has names and values.', fix });
      const entries = entriesOf(given, at, fix);
      return Object.freeze(
        Object.fromEntries(entries.map(([name, item]) => [name, value.read(item, within(at, name))])),
      );
    },
  };
}

/** Some of the names. Each value must pass the check. `earlier` maps old option names to current ones. */
export function byName<Name extends string, Value, Earlier extends string = never>(
  names: readonly Name[],
  value: Check<Value>,
  earlier: Readonly<Record<Earlier, Name>> = {} as Readonly<Record<Earlier, Name>>,
): Check<Readonly<Partial<Record<Name | Earlier, Value>>>> {
  return {
    type: `${value.type}, by name: ${names.map((name) => `\`${name}\``).join(', ')}`,
    read(given, at) {
      const read: Partial<Record<string, Value>> = {};
      for (const [name, item] of entriesOf(given, at, `Give an object with: ${names.join(', ')}.`)) {
        const today = Object.hasOwn(earlier, name) ? earlier[name as Earlier] : (name as Name);
        if (!names.includes(today)) throw unknownName(at, name, names);
        if (item === undefined) continue;
        if (Object.hasOwn(read, today)) {
          const why = `It is an earlier name of ${within(at, today)}, which is given too.`;
          throw new Refusal(within(at, name), item, { why, fix: `Give ${today} alone.` });
        }
        read[today] = value.read(item, within(at, name));
      }
      return Object.freeze(read) as Readonly<Partial<Record<Name | Earlier, Value>>>;
    },
  };
}
