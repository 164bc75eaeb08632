import type { Shape } from '../option.js';
import type { Problem } from '../problem.js';
import { Refusal } from '../refusal.js';

/** Reads a value as the user gave it. */
export interface Check<Value> {
  /** How the reference of the options writes the type. */
  readonly type: string;
  /** Groups of options that the value may be, by the title that they have in the reference. */
  readonly shapes?: Readonly<Record<string, Shape>>;
  /**
   * Returns a frozen copy of groups, lists and records, and the user's instances as they are. `at` names the option.
   *
   * @throws Refusal when the value is wrong.
   */
  read(value: unknown, at: string): Value;
}

/** A check of single values. */
export function check<Value>(type: string, problem: Problem, isRight: (value: unknown) => boolean): Check<Value> {
  return {
    type,
    read(value, at) {
      if (!isRight(value)) throw new Refusal(at, value, problem);
      return value as Value;
    },
  };
}

/** What any of the checks accepts. */
export function anyOf<const Checks extends ReadonlyArray<Check<unknown>>>(
  why: string,
  ...checks: Checks
): Check<Checks[number] extends Check<infer Value> ? Value : never> {
  return {
    type: checks.map(({ type }) => type).join(' or '),
    shapes: Object.assign({}, ...checks.map(({ shapes }) => shapes)) as Record<string, Shape>,
    read(value, at) {
      const refusals: Refusal[] = [];
      for (const each of checks) {
        try {
          return each.read(value, at) as never;
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          refusals.push(error);
        }
      }
      // A refusal from inside the value knows best: one of the forms was meant.
      const inner = refusals.find((refusal) => refusal.at !== at);
      if (inner !== undefined) throw inner;
      const fix = refusals.map((refusal) => refusal.problem.fix).join(' Or: ');
      throw new Refusal(
        at,
        value,
        { why, fix },
        refusals.some(({ isSecret }) => isSecret),
      );
    },
  };
}
