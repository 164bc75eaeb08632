import type { Context } from '@opentelemetry/api';
import type { Operation } from './operation.js';
import type { Outcome } from './outcome.js';

/** Turns calls into one signal. An observer does not depend on a transport or on another signal. */
export interface Observer {
  /** Names the observer in diagnostics. */
  readonly name: string;
  /** A call begins, with `context` as its parent. Return nothing to ignore this call. */
  begin(operation: Operation, context: Context): Recording | undefined;
}

/** One observer's view of one call, from its beginning to its end. */
export interface Recording {
  /** The context for the work itself, if the observer adds to it. */
  readonly context?: Context;
  /** The description of the call is now more precise: for example, the router has found the route. */
  describe?(operation: Operation): void;
  /**
   * The call has failed inside a request, and the answer decides whether that is an error. `end` follows with the
   * answer, after a second at most. A recording without this method ends at once, and the failure is an error.
   */
  suspend?(): void;
  /** The call has ended. Called exactly once. */
  end(operation: Operation, outcome: Outcome): void;
}
