import type { Attributes } from '@opentelemetry/api';

/** The end of a call, without its duration. */
export interface Result {
  readonly failed: boolean;
  /**
   * True for a failure that the application expects, such as a refused order. No signal reports it as an error. Default:
   * the decision of the calls around this one and of the option `expected`.
   */
  readonly expected?: boolean;
  /** The thrown error. A call can fail without one, for example a response with status 500. */
  readonly error?: unknown;
  /** Facts about the result, under semantic-convention names: status code, size, hit or miss. */
  readonly facts: Readonly<Attributes>;
}

/** A {@link Result} with the duration of the call. */
export interface Outcome extends Result {
  readonly durationMs: number;
  /** The error with which the request around this call failed, if it is known. It may wrap the error of this call. */
  readonly requestError?: unknown;
}

/** True for a failure that is not expected. Spans and lines report it as an error. */
export function isUnexpected(outcome: Outcome): boolean {
  return outcome.failed && outcome.expected !== true;
}

/** How a function, promise, stream or iterator ended. */
export type Settlement =
  | { readonly as: 'returned'; readonly value: unknown }
  | { readonly as: 'thrown'; readonly error: unknown }
  /** The consumer stopped early: it unsubscribed, or left its loop. */
  | { readonly as: 'cancelled' };

/** Turns a settlement into a result; the conventions bring one for each kind of call that has facts to add. */
export type Conclude = (settlement: Settlement) => Result;

export const NO_FACTS: Readonly<Attributes> = Object.freeze({});
const SUCCESS: Result = Object.freeze({ failed: false, facts: NO_FACTS });

/** A thrown error is a failure. Everything else is a success. */
export const concludeByThrow: Conclude = (settlement) =>
  settlement.as === 'thrown' ? { failed: true, error: settlement.error, facts: NO_FACTS } : SUCCESS;
