import { didYouMean } from './nearest-name.js';
import type { Problem } from './problem.js';
import { Refusal } from './refusal.js';
import { shownValue } from './shown-value.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Receives a warning about an ignored variable. */
export type Warn = (what: string) => void;

const UNITS = { number: 'It is no whole number above 0', time: 'It is no time from 1 to 2147483647 ms' } as const;

/** Reads variables of the OpenTelemetry specification. It trims values. An empty value counts as unset. */
export class EnvironmentReader {
  constructor(
    private readonly env: Environment,
    /** Takes a sentence about something that is ignored. */
    readonly warn: Warn = () => undefined,
  ) {}

  text(name: string): string | undefined {
    return this.env[name]?.trim() || undefined;
  }

  /** The first variable that is set. */
  first(...names: readonly string[]): { readonly name: string; readonly value: string } | undefined {
    for (const name of names) {
      const value = this.text(name);
      if (value !== undefined) return { name, value };
    }
    return undefined;
  }

  /** A whole number above 0. Other values are ignored with a warning, as the specification requires. */
  count(name: string, unit: keyof typeof UNITS = 'number'): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (Number.isInteger(number) && number >= 1 && number <= 2 ** 31 - 1) return number;
    this.ignore(name, value, `${UNITS[unit]}.`);
    return undefined;
  }

  /** `true` or `false`. Other values count as false, with a warning. */
  flag(name: string): boolean {
    const value = this.text(name)?.toLowerCase();
    if (value !== undefined && value !== 'true' && value !== 'false') {
      this.ignore(name, value, 'It is neither true nor false.');
    }
    return value === 'true';
  }

  /**
   * Comma-separated names, without regard to case. `none` means no name.
   *
   * @throws Refusal for an unknown name, unless the caller ignores unknown names.
   */
  names<Name extends string>(name: string, valid: readonly Name[], unknown: 'refuse' | 'ignore'): Name[] | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const listed = [...new Set(listOf(value))];
    const known = listed.flatMap((each) => valid.find((candidate) => candidate === each) ?? []);
    const strangers = listed.filter((each) => each !== 'none' && !(valid as readonly string[]).includes(each));
    const [stranger] = strangers;
    if (stranger !== undefined) {
      const why = `${shownValue(stranger)} is not one of the valid names.`;
      const choices = valid.includes('none' as Name) ? valid : [...valid, 'none'];
      const fix = `${didYouMean(stranger, choices)}Use: ${choices.join(', ')}.`;
      if (unknown === 'refuse') throw new Refusal(name, value, { why, fix });
      for (const each of strangers) this.ignore(name, each, `It is not one of the valid names. ${fix}`);
      if (strangers.length === listed.length) return undefined;
    }
    return known.filter((each) => each !== 'none');
  }

  /** True if a list of names has a name at least twice. */
  repeats(list: string, name: string): boolean {
    return listOf(this.text(list) ?? '').filter((each) => each === name).length > 1;
  }

  /** @throws Refusal for an unknown name. */
  name<Name extends string>(name: string, valid: readonly Name[], why: string): Name | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const known = valid.find((candidate) => candidate === value.toLowerCase());
    if (known !== undefined) return known;
    return this.refuse(name, { why, fix: `${didYouMean(value, valid)}Use one of: ${valid.join(', ')}.` });
  }

  /** Warns that a variable, or a part of its value, is ignored. */
  ignore(name: string, value: string, why: string): void {
    this.warn(`${name} has the value ${shownValue(value)}, which is ignored. ${why}`);
  }

  /** @throws Refusal that names the variable and its value. */
  refuse(name: string, problem: Problem): never {
    const value = this.text(name);
    throw new Refusal(name, value, problem, value?.includes('@'));
  }
}

function listOf(names: string): string[] {
  const given = names.split(',').map((each) => each.trim().toLowerCase());
  return given.filter((each) => each !== '');
}

/** A variable that holds a count. */
export function countVariable(name: string) {
  return { name, read: (environment: EnvironmentReader) => environment.count(name) };
}

/** A variable that holds milliseconds. */
export function timeVariable(name: string) {
  return { name, read: (environment: EnvironmentReader) => environment.count(name, 'time') };
}
