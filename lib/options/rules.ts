import { TelemetryError } from '../telemetry.errors.js';

/** What is wrong with a value, and what would be right. */
export interface Problem {
  readonly why: string;
  readonly fix: string;
}

/** Finds the problem of a value, if it has one. */
export type Rule = (value: unknown) => Problem | undefined;

/** Rules by option; a group of options has rules of its own. */
export interface Rules {
  readonly [option: string]: Rule | Rules;
}

/**
 * Checks a group of options as the user gave it; an undefined value is as good as none.
 *
 * @throws TelemetryError with code INVALID_OPTION, naming option, value, reason and fix.
 */
export function checkGroup(name: string, group: unknown, rules: Rules): void {
  if (typeof group !== 'object' || group === null || Array.isArray(group)) {
    refuse(name || 'options', group, {
      why: 'It is a group of options.',
      fix: `Give an object with: ${Object.keys(rules).join(', ')}.`,
    });
  }
  for (const [key, value] of Object.entries(group)) {
    const option = name === '' ? key : `${name}.${key}`;
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    if (rule === undefined) {
      refuse(option, value, { why: 'There is no such option.', fix: `Use one of: ${Object.keys(rules).join(', ')}.` });
    } else if (value === undefined) continue;
    else if (typeof rule !== 'function') checkGroup(option, value, rule);
    else {
      const problem = rule(value);
      if (problem !== undefined) refuse(option, value, problem);
    }
  }
}

/** @throws TelemetryError with code INVALID_OPTION. */
export function refuse(option: string, value: unknown, { why, fix }: Problem): never {
  throw new TelemetryError('INVALID_OPTION', `The option ${option} has the value ${show(value)}.`, why, fix);
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return `an object of class ${value.constructor.name}`;
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${key}: ${show(item)}`)
      .join(', ')} }`;
  }
  return typeof value === 'function' ? 'a function' : String(value);
}

export function text(): Rule {
  return (value) =>
    typeof value === 'string' && value !== ''
      ? undefined
      : { why: 'It is a name.', fix: 'Give a text that is not empty.' };
}

export function boolean(): Rule {
  return (value) =>
    typeof value === 'boolean' ? undefined : { why: 'It switches something on or off.', fix: 'Give true or false.' };
}

export function number(min: number, max: number, why: string): Rule {
  return (value) =>
    typeof value === 'number' && value >= min && value <= max
      ? undefined
      : { why, fix: `Give a number from ${min} to ${max}.` };
}

/** A whole number above 0. */
export function count(): Rule {
  return (value) =>
    Number.isSafeInteger(value) && (value as number) > 0
      ? undefined
      : { why: 'It is a limit.', fix: 'Give a whole number above 0.' };
}

/** The longest time that a timer of Node.js can wait. A longer one would end after 1 ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Whole milliseconds that a timer can wait. */
export function duration(): Rule {
  return (value) =>
    Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= LONGEST_TIMER_MS
      ? undefined
      : { why: 'It is a time in milliseconds.', fix: `Give a whole number from 1 to ${LONGEST_TIMER_MS}.` };
}

export function oneOf(names: readonly string[]): Rule {
  return (value) =>
    typeof value === 'string' && names.includes(value)
      ? undefined
      : { why: 'It is not one of the valid names.', fix: `Use one of: ${names.join(', ')}.` };
}

/** Whether any of the rules is content; if none is, what each of them would be content with. */
export function anyOf(why: string, ...rules: readonly Rule[]): Rule {
  return (value) => {
    const problems = rules.map((rule) => rule(value));
    if (problems.includes(undefined)) return undefined;
    return { why, fix: problems.map((problem) => problem?.fix).join(' Or: ') };
  };
}

/** One value or a list of them. */
export function oneOrMore(rule: Rule): Rule {
  const list = listOf(rule);
  return (value) => (Array.isArray(value) ? list(value) : rule(value));
}

export function listOf(rule: Rule): Rule {
  return (value) => {
    if (!Array.isArray(value)) return { why: 'It is a list.', fix: 'Give an array.' };
    for (const item of value) {
      const problem = rule(item);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

export function hasMethods(what: string, ...methods: readonly string[]): Rule {
  return (value) => {
    const missing = methods.filter(
      (method) => typeof (value as Record<string, unknown> | null | undefined)?.[method] !== 'function',
    );
    return missing.length === 0
      ? undefined
      : { why: `It has no method ${missing.join(' and ')}.`, fix: `Give ${what}.` };
  };
}

/** An object `{ type, … }` whose other properties depend on its type. */
export function typed(variants: Readonly<Record<string, Readonly<Record<string, Rule>>>>): Rule {
  const types = Object.keys(variants).join(', ');
  return (value) => {
    if (typeof value !== 'object' || value === null)
      return { why: 'It is an object.', fix: `Give { type: … }, with a type of: ${types}.` };
    const { type, ...rest } = value as { type?: unknown };
    const rules = typeof type === 'string' && Object.hasOwn(variants, type) ? variants[type] : undefined;
    if (rules === undefined) return { why: `${show(type)} is not a valid type.`, fix: `Use a type of: ${types}.` };
    for (const [key, item] of Object.entries(rest)) {
      const rule = rules[key];
      if (rule === undefined) {
        return {
          why: `${key} is no property of type ${show(type)}.`,
          fix: `Use: ${Object.keys(rules).join(', ') || 'none'}.`,
        };
      }
      const problem = item === undefined ? undefined : rule(item);
      if (problem !== undefined) return { why: `${key}: ${problem.why}`, fix: problem.fix };
    }
    return undefined;
  };
}

/** An object whose values are all texts. */
export function record(): Rule {
  return (value) =>
    isPlain(value) && Object.values(value).every((item) => typeof item === 'string')
      ? undefined
      : { why: 'Names and values are texts.', fix: 'Give a plain object whose values are all strings.' };
}

// A Map, a list or the Headers of fetch would look like an empty record, and be ignored.
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

export function url(): Rule {
  return (value) =>
    typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
      ? undefined
      : { why: 'It is the address of a receiver.', fix: 'Give a full URL, such as http://localhost:4318.' };
}

export function path(): Rule {
  return (value) =>
    typeof value === 'string' && value.startsWith('/')
      ? undefined
      : { why: 'It is a path of the application.', fix: 'Give a text that begins with /.' };
}

export function isFalse(): Rule {
  return (value) => (value === false ? undefined : { why: 'It can be switched off.', fix: 'Give false.' });
}

export function object(): Rule {
  return (value) => (isPlain(value) ? undefined : { why: 'It has names and values.', fix: 'Give a plain object.' });
}

/** A group of options that stands where other forms are possible too. */
export function group(rules: Readonly<Record<string, Rule>>): Rule {
  return (value) => {
    if (!isPlain(value)) return { why: 'It is a group of options.', fix: `Give { ${Object.keys(rules).join(', ')} }.` };
    for (const [key, item] of Object.entries(value)) {
      const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
      if (rule === undefined)
        return { why: `There is no option ${key}.`, fix: `Use: ${Object.keys(rules).join(', ')}.` };
      const problem = item === undefined ? undefined : rule(item);
      if (problem !== undefined) return { why: `${key}: ${problem.why}`, fix: problem.fix };
    }
    return undefined;
  };
}

export function pattern(expression: RegExp, why: string, fix: string): Rule {
  return (value) => (typeof value === 'string' && expression.test(value) ? undefined : { why, fix });
}
