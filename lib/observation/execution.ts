import type { Settlement } from './outcome.js';

/** A call in progress, as the code that follows its result uses it. */
export interface Execution {
  /** The number of the call. Calls are numbered when they begin. */
  readonly sequence: number;
  /** Runs `fn` in the context of the call. */
  within<T>(fn: () => T): T;
  /** Ends the call; the first end counts. */
  end(settlement: Settlement): void;
  /** Begins the same call again: an Observable with two subscribers does its work twice. */
  restart(): Execution;
}
