import type { Check, Given, Option, RequiredOption, Resolved, Shape, Surroundings, Variable } from './description.js';
import { entriesOf, unknownName, within } from './checks/objects.js';
import { Refusal } from './refusal.js';

/** An option with a default. An environment variable takes precedence over the default. */
export function option<Value>(
  check: Check<Value>,
  fallback: NoInfer<Value>,
  variable?: Variable<NoInfer<Value>>,
): Option<Value, Value> {
  Object.freeze(fallback);
  return {
    check,
    fallback,
    variables: variable === undefined ? [] : [variable.name],
    resolve: (given, { environment }) => given ?? variable?.read(environment) ?? fallback,
  };
}

/** An option that may stay undefined. */
export function optional<Value>(check: Check<Value>): Option<Value, Value | undefined> {
  return { check, resolve: (given) => given };
}

/** An option that its group requires. */
export function required<Value>(check: Check<Value>, why: string, fix: string): RequiredOption<Value> {
  return { check, missing: { why, fix }, resolve: (given) => given as Value };
}

/** An option whose resolved value has another type, or whose default depends on other values. */
export function derived<Value, Result>(
  check: Check<Value>,
  resolve: (given: Value | undefined, surroundings: Surroundings) => Result,
  variables: readonly string[] = [],
): Option<Value, Result> {
  return { check, variables, resolve };
}

/** Checks on a group as a whole: `at` names the group. */
export type Agreement<Given> = (given: Given, at: string) => void;

/** A group of options, which is itself an option. */
export interface Group<Given, Resolved> extends Option<Given, Resolved> {
  readonly shape: Shape;
  readonly check: Check<Given> & { readonly shapes: Readonly<Record<string, Shape>> };
}

export function group<S extends Shape, GroupGiven extends Given<S> = Given<S>>(
  shape: S,
  agree: Agreement<GroupGiven> = () => undefined,
): Group<GroupGiven, Resolved<S>> {
  return {
    shape,
    check: {
      type: 'group',
      shapes: { '': shape },
      read(value, at) {
        const given = readShape(shape, value, at) as GroupGiven;
        agree(given, at);
        return given;
      },
    },
    resolve: (given, surroundings) => resolveShape(shape, given, surroundings),
  };
}

/** A group whose resolved form differs from its input. */
export function completed<GroupGiven, Before, After extends object>(
  described: Group<GroupGiven, Before>,
  complete: (resolved: Before, given: GroupGiven | undefined, surroundings: Surroundings) => After,
): Group<GroupGiven, After> {
  return {
    ...described,
    resolve: (given, surroundings) =>
      Object.freeze(complete(described.resolve(given, surroundings), given, surroundings)),
  };
}

/** A group that stays undefined if it is not given. */
export function optionalGroup<GroupGiven, GroupResolved>(
  described: Group<GroupGiven, GroupResolved>,
): Group<GroupGiven, GroupResolved | undefined> {
  return {
    ...described,
    resolve: (given, surroundings) => (given === undefined ? undefined : described.resolve(given, surroundings)),
  };
}

function readOption<Value>({ read }: Check<Value>, value: unknown, at: string): Value {
  try {
    return read(value, at);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const problem = { why: 'It cannot be read: a getter or a proxy throws.', fix: 'Give a plain value.' };
    throw new Refusal(at, value, problem);
  }
}

/** Reads each option of a shape. @throws Refusal for unknown, wrong and missing ones. */
export function readShape(shape: Shape, value: unknown, at: string): object {
  const names = Object.keys(shape);
  const read: Record<string, unknown> = {};
  for (const [name, item] of entriesOf(value, at, `Give an object with: ${names.join(', ')}.`)) {
    const described = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (described === undefined) throw unknownName(at, name, names);
    if (item !== undefined) read[name] = readOption(described.check, item, within(at, name));
    else if (described.undefinedIs !== undefined) throw new Refusal(within(at, name), item, described.undefinedIs);
  }
  for (const [name, { missing }] of Object.entries(shape)) {
    if (missing !== undefined && read[name] === undefined) throw new Refusal(within(at, name), undefined, missing);
  }
  return Object.freeze(read);
}

export function resolveShape<S extends Shape>(shape: S, given: object = {}, surroundings: Surroundings): Resolved<S> {
  const values = given as Readonly<Record<string, unknown>>;
  const entries = Object.entries(shape).map(
    ([name, each]) => [name, each.resolve(values[name], surroundings)] as const,
  );
  return Object.freeze(Object.fromEntries(entries)) as Resolved<S>;
}
