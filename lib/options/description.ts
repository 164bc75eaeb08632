import type { EnvironmentReader } from './environment.js';
import type { Problem } from './problem.js';

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

/** What options that were not given are read from. */
export interface Surroundings {
  readonly environment: EnvironmentReader;
  readonly serviceName: string;
}

/** A variable of the environment that an option falls back to. */
export interface Variable<Value> {
  readonly name: string;
  read(environment: EnvironmentReader): Value | undefined;
}

/** One option: what may be given, and what telemetry works with. Its doc comment stands where a shape names it. */
export interface Option<Given, Resolved> {
  readonly check: Check<Given>;
  /** The option's value in the reference, where it is always the same. */
  readonly fallback?: unknown;
  readonly variables?: readonly string[];
  /** What an error says when the option is not there. Without it, the option may be left out. */
  readonly missing?: Problem;
  /** What an error says when the option is there and undefined. Without it, it is as good as left out. */
  readonly undefinedIs?: Problem;
  resolve(given: Given | undefined, surroundings: Surroundings): Resolved;
}

export interface RequiredOption<Value> extends Option<Value, Value> {
  readonly missing: Problem;
}

/** Options by name: the one place that describes them. */
export type Shape = Readonly<Record<string, Option<unknown, unknown>>>;

type GivenOf<O> = O extends Option<infer Given, unknown> ? Given : never;
type ResolvedOf<O> = O extends Option<infer _, infer Resolved> ? Resolved : never;
type RequiredNames<S> = { [Name in keyof S]: S[Name] extends RequiredOption<infer _> ? Name : never }[keyof S];
// Mapped over keys of the shape itself: so editors show its doc comments.
type MayBeGiven<S, Names extends keyof S> = { readonly [Name in Names]?: GivenOf<S[Name]> };
type MustBeGiven<S, Names extends keyof S> = { readonly [Name in Names]: GivenOf<S[Name]> };

/** What users may give. */
export type Given<S> = MayBeGiven<S, Exclude<keyof S, RequiredNames<S>>> & MustBeGiven<S, RequiredNames<S>>;
/** The same with every default. */
export type Resolved<S> = { readonly [Name in keyof S]: ResolvedOf<S[Name]> };
