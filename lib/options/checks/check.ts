import type { Check, Shape } from '../description.js';
import type { Problem } from '../problem.js';
import { Refusal } from '../refusal.js';

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

/** Accepts a value that one of the checks accepts. */
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
      // A refusal from inside the value is the most precise: the user meant that form.
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
