import type { Attributes } from '@opentelemetry/api';

/** What is known of a call when it ends, apart from its duration. */
export interface Result {
  readonly failed: boolean;
  /**
   * The failure is one that the application counts on, such as an order that is refused: no signal tells it as an error.
   * Default: what the calls around this one and the option `expected` say of the error.
   */
  readonly expected?: boolean;
  /** What was thrown, if anything was. A call can fail without (a response with status 500). */
  readonly error?: unknown;
  /** What came out, under semantic-convention names: status code, size, hit or miss. */
  readonly facts: Readonly<Attributes>;
}

/** A {@link Result} with the time that the call took. */
export interface Outcome extends Result {
  readonly durationMs: number;
}

/** A failure that nobody counts on: spans and lines tell it as an error. */
export function isUnexpected(outcome: Outcome): boolean {
  return outcome.failed && outcome.expected !== true;
}

/** How a function, promise, stream or iterator came to its end. */
export type Settlement =
  | { readonly as: 'returned'; readonly value: unknown }
  | { readonly as: 'thrown'; readonly error: unknown }
  /** The consumer lost interest: it unsubscribed, or left its loop. */
  | { readonly as: 'cancelled' };

/** Turns a settlement into a result; the conventions bring one for each kind of call that has facts to add. */
export type Conclude = (settlement: Settlement) => Result;

export const NO_FACTS: Readonly<Attributes> = Object.freeze({});
const SUCCESS: Result = Object.freeze({ failed: false, facts: NO_FACTS });

/** A throw is a failure, anything else is not. */
export const concludeByThrow: Conclude = (settlement) =>
  settlement.as === 'thrown' ? { failed: true, error: settlement.error, facts: NO_FACTS } : SUCCESS;
