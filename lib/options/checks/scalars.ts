import type { Check } from '../description.js';
import { didYouMean } from '../nearest-name.js';
import { Refusal } from '../refusal.js';
import { check } from './check.js';

/** The longest delay of a Node.js timer: a longer delay would fire after 1 ms. Counts have the same maximum. */
export const MAX_INT = 2 ** 31 - 1;

// oxlint-disable-next-line no-control-regex -- The pattern searches for control characters.
const CONTROL = /[\u0000-\u001f\u007f]/;

export function boolean(): Check<boolean> {
  const problem = { why: 'It switches something on or off.', fix: 'Give true or false.' };
  return check('boolean', problem, (value) => typeof value === 'boolean');
}

export function isFalse(): Check<false> {
  return check('false', { why: 'It can be switched off.', fix: 'Give false.' }, (value) => value === false);
}

/** A text on one line that is not empty. */
export function text(why = 'It is a name.'): Check<string> {
  const problem = { why, fix: 'Give a text that is not empty and has no control characters.' };
  return check('text', problem, isText);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && !CONTROL.test(value);
}

/** A text that errors do not show. */
export function secretText(): Check<string> {
  const problem = { why: 'It goes into a header.', fix: 'Give a text that is not empty, without line breaks.' };
  return {
    type: 'text',
    read(value, at) {
      if (!isText(value)) throw new Refusal(at, value, problem, true);
      return value;
    },
  };
}

export function number(min: number, max: number, why: string): Check<number> {
  const problem = { why, fix: `Give a number from ${min} to ${max}.` };
  return check(`number from ${min} to ${max}`, problem, (value) => isNumber(value, min, max));
}

export function wholeNumber(min: number, max: number, why: string): Check<number> {
  const problem = { why, fix: `Give a whole number from ${min} to ${max}.` };
  const type = `whole number from ${min} to ${max}`;
  return check(type, problem, (value) => Number.isInteger(value) && isNumber(value, min, max));
}

/** A count, or a number of bytes. */
export function count(max = MAX_INT): Check<number> {
  const problem = { why: 'It is a limit.', fix: `Give a whole number above 0, up to ${max}.` };
  return check('whole number above 0', problem, (value) => Number.isInteger(value) && isNumber(value, 1, max));
}

export function bytes(): Check<number> {
  return count(Number.MAX_SAFE_INTEGER);
}

/** Whole milliseconds, for a timer. */
export function duration(): Check<number> {
  return wholeNumber(1, MAX_INT, 'It is a time in milliseconds.');
}

/** Milliseconds, for a comparison. */
export function threshold(): Check<number> {
  return number(0, MAX_INT, 'It is a time in milliseconds.');
}

export function port(min = 1): Check<number> {
  return wholeNumber(min, 65_535, 'It is a port.');
}

export function oneOf<const Name extends string>(names: readonly Name[]): Check<Name> {
  return {
    type: names.map((name) => `\`${name}\``).join(', '),
    read(value, at) {
      if (typeof value === 'string' && (names as readonly string[]).includes(value)) return value as Name;
      const meant = typeof value === 'string' ? didYouMean(value, names) : '';
      const fix = `${meant}Use one of: ${names.join(', ')}.`;
      throw new Refusal(at, value, { why: 'It is not one of the valid names.', fix });
    },
  };
}

export function matching(expression: RegExp, why: string, fix: string): Check<string> {
  return check('text', { why, fix }, (value) => typeof value === 'string' && expression.test(value));
}

function isNumber(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && value >= min && value <= max;
}
