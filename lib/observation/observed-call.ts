import { type Context, context as contextApi } from '@opentelemetry/api';
import type { Execution } from './execution.js';
import type { Observation, ReportFault } from './observation.js';
import type { Operation } from './operation.js';
import { isPromise, reportRejection } from './report-rejection.js';
import { type Conclude, concludeByThrow, NO_FACTS, type Result, type Settlement } from './outcome.js';

/** Everything that a call needs to begin, kept because it may begin again. */
interface BeginsCalls {
  begin(operation: Operation, parent: Context): Observation;
}

let lastSequence = 0;

/** A function call under observation. This is a class without closures, because every traced call makes one. */
export class ObservedCall implements Execution {
  readonly sequence = ++lastSequence;
  private readonly observation: Observation;
  private readonly calledIn = contextApi.active();

  constructor(
    private readonly telemetry: BeginsCalls,
    private readonly operation: Operation,
    private readonly parent: Context,
    private readonly conclude: Conclude,
    private readonly report: ReportFault,
  ) {
    this.observation = telemetry.begin(operation, parent);
  }

  /** The context in which the work of the call runs. */
  get context(): Context {
    return this.observation.context;
  }

  within<T>(fn: () => T): T {
    return contextApi.with(this.observation.context, fn);
  }

  end(settlement: Settlement): void {
    if (!this.observation.ended) this.observation.end(this.resultOf(settlement));
  }

  /**
   * Takes the current context as parent. A call with a chosen parent, such as the sender of a message, keeps that
   * parent.
   */
  restart(): Execution {
    const parent = this.parent === this.calledIn ? contextApi.active() : this.parent;
    return new ObservedCall(this.telemetry, this.operation, parent, this.conclude, this.report);
  }

  /** The application's callback returned a promise. The call has ended and does not wait for it. */
  private unawaited(facts: PromiseLike<unknown>, settlement: Settlement): Result {
    this.report('The description of a result is a promise, and is not waited for. Give the attributes themselves');
    reportRejection(facts, (error) => this.report('A result could not be described', error));
    return concludeByThrow(settlement);
  }

  private resultOf(settlement: Settlement): Result {
    if (this.conclude === concludeByThrow) return concludeByThrow(settlement);
    try {
      const { failed, error, facts } = this.conclude(settlement);
      if (isPromise(facts)) return this.unawaited(facts, settlement);
      return { failed, error, facts: facts ?? NO_FACTS };
    } catch (error) {
      this.report('A result could not be described', error);
      return concludeByThrow(settlement);
    }
  }
}
