import type { Settlement } from './outcome.js';

/** A call in progress, as the shapes that a result can take need it. */
export interface Execution {
  /** Calls are numbered as they begin. */
  readonly sequence: number;
  /** Runs `fn` in the context of the call. */
  within<T>(fn: () => T): T;
  /** Ends the call; the first end counts. */
  end(settlement: Settlement): void;
  /** Begins the same call again: an Observable that is subscribed twice does its work twice. */
  restart(): Execution;
}
