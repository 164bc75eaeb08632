import type { Context } from '@opentelemetry/api';
import type { Operation } from './operation.js';
import type { Outcome } from './outcome.js';

/** Turns calls into one signal. It knows no transport, and no other signal. */
export interface Observer {
  /** Names the observer in diagnostics. */
  readonly name: string;
  /** A call begins, below `context`. Nothing returned means that this call is of no interest. */
  begin(operation: Operation, context: Context): Recording | undefined;
}

/** One observer's view of one call, from its beginning to its end. */
export interface Recording {
  /** The context for the work itself, when the observer has something to hand down. */
  readonly context?: Context;
  /** The call is better known now: the router has found the route. */
  describe?(operation: Operation): void;
  /** The call is over. Called exactly once. */
  end(operation: Operation, outcome: Outcome): void;
}
