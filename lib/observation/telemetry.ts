import { type Context, context as contextApi } from '@opentelemetry/api';
import type { Execution } from './execution.js';
import { Observation, type ReportFault } from './observation.js';
import type { Observer } from './observer.js';
import type { Operation } from './operation.js';
import { type Conclude, concludeByThrow, NO_FACTS, type Result, type Settlement } from './outcome.js';
import { settle } from './settle.js';
import { UnitOfWork } from './unit-of-work.js';

let lastSequence = 0;

/** Everything that observes one application. Doors begin operations here; two applications have two. */
export class Telemetry {
  constructor(
    private readonly observers: readonly Observer[],
    private readonly report: ReportFault,
  ) {}

  /** Begins a call whose end comes in another callback. Without a unit of work above it, it becomes one. */
  begin(operation: Operation, parent: Context = contextApi.active()): Observation {
    return UnitOfWork.of(parent)?.telemetry === this
      ? new Observation(this.observers, operation, parent, this.report)
      : this.beginUnit(operation, parent);
  }

  /** Begins a call that is a unit of work of its own, whatever is above it: a request, a message, a job. */
  beginUnit(operation: Operation, parent: Context): Observation {
    const unit = new UnitOfWork(this);
    const observation = new Observation(this.observers, operation, unit.enter(parent), this.report);
    unit.root = observation;
    return observation;
  }

  /**
   * Runs `fn` as one observed call and hands back what it returns. The call ends when the returned value has settled:
   * a promise or thenable, an Observable, an async iterator, a stream, or any other value at once.
   */
  run<T>(operation: Operation, fn: () => T, conclude: Conclude = concludeByThrow): T {
    const parent = contextApi.active();
    return this.execute(operation, parent, fn, conclude);
  }

  private execute<T>(operation: Operation, parent: Context, fn: () => T, conclude: Conclude): T {
    const observation = this.begin(operation, parent);
    const execution = this.execution(observation, operation, parent, conclude);
    let returned: T;
    try {
      returned = contextApi.with(observation.context, fn);
    } catch (error) {
      execution.end({ as: 'thrown', error });
      throw error;
    }
    return settle(returned, execution, this.report);
  }

  private execution(observation: Observation, operation: Operation, parent: Context, conclude: Conclude): Execution {
    return {
      sequence: ++lastSequence,
      within: (fn) => contextApi.with(observation.context, fn),
      end: (settlement) => {
        if (!observation.ended) observation.end(this.concludeSafely(conclude, settlement));
      },
      restart: () => this.execution(this.begin(operation, parent), operation, parent, conclude),
    };
  }

  private concludeSafely(conclude: Conclude, settlement: Settlement): Result {
    try {
      const { failed, error, facts } = conclude(settlement);
      return { failed, error, facts: facts ?? NO_FACTS };
    } catch (error) {
      this.report('A result could not be described', error);
      return concludeByThrow(settlement);
    }
  }
}
