import type { EnvironmentReader } from './environment.js';
import type { Problem } from './problem.js';

/** Reads a value from the user. */
export interface Check<Value> {
  /** The type as the options reference shows it. */
  readonly type: string;
  /** The groups of options that the value may be, by their title in the reference. */
  readonly shapes?: Readonly<Record<string, Shape>>;
  /**
   * Returns frozen copies of groups, lists and records. Returns the user's instances unchanged. `at` names the option.
   *
   * @throws Refusal if the value is wrong.
   */
  read(value: unknown, at: string): Value;
}

/** The sources of options that were not given. */
export interface Surroundings {
  readonly environment: EnvironmentReader;
  readonly serviceName: string;
}

/** An environment variable that an option falls back to. */
export interface Variable<Value> {
  readonly name: string;
  read(environment: EnvironmentReader): Value | undefined;
}

/** One option: the accepted input and the resolved value. The doc comment of an option is on its key in the shape. */
export interface Option<Given, Resolved> {
  readonly check: Check<Given>;
  /** The option's default in the reference, if it is constant. */
  readonly fallback?: unknown;
  readonly variables?: readonly string[];
  /** The error text if the option is missing. Without this text, the option is optional. */
  readonly missing?: Problem;
  /** The error text if the option is present but undefined. Without this text, undefined counts as missing. */
  readonly undefinedIs?: Problem;
  resolve(given: Given | undefined, surroundings: Surroundings): Resolved;
}

export interface RequiredOption<Value> extends Option<Value, Value> {
  readonly missing: Problem;
}

/** Options by name. This is the only description of them. */
export type Shape = Readonly<Record<string, Option<unknown, unknown>>>;

type GivenOf<O> = O extends Option<infer Given, unknown> ? Given : never;
type ResolvedOf<O> = O extends Option<infer _, infer Resolved> ? Resolved : never;
type RequiredNames<S> = { [Name in keyof S]: S[Name] extends RequiredOption<infer _> ? Name : never }[keyof S];
// Mapped over the keys of the shape, so that editors show its doc comments.
type MayBeGiven<S, Names extends keyof S> = { readonly [Name in Names]?: GivenOf<S[Name]> };
type MustBeGiven<S, Names extends keyof S> = { readonly [Name in Names]: GivenOf<S[Name]> };

/** The type of the user's input. */
export type Given<S> = MayBeGiven<S, Exclude<keyof S, RequiredNames<S>>> & MustBeGiven<S, RequiredNames<S>>;
/** The type with every default applied. */
export type Resolved<S> = { readonly [Name in keyof S]: ResolvedOf<S[Name]> };
