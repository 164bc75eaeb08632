import type { Context } from '@opentelemetry/api';
import { UNIT_OF_WORK } from './call-context.js';
import type { ReportFault } from './observation.js';
import type { Observer, Recording } from './observer.js';
import type { Operation } from './operation.js';
import type { Outcome } from './outcome.js';
import { isPromise, reportRejection } from './report-rejection.js';

/**
 * Guards an observer of the application. The caller of an observer catches what the observer throws. This class handles
 * the rest: a promise that rejects, a recording of the wrong type, and a context without the unit of work.
 */
export class GuardedObserver implements Observer {
  readonly name: string;

  constructor(
    private readonly observer: Observer,
    private readonly report: ReportFault,
  ) {
    this.name = String(observer.name);
  }

  begin(operation: Operation, context: Context): Recording | undefined {
    const recording: unknown = this.observer.begin(operation, context);
    if (recording === undefined || recording === null) return undefined;
    if (isPromise(recording)) {
      this.watch(recording);
      throw new TypeError('begin() returned a promise. Return the recording itself: a call does not wait');
    }
    if (typeof (recording as Partial<Recording>).end !== 'function') {
      throw new TypeError('begin() returned an object without a method end(). Return a recording, or nothing');
    }
    return new GuardedRecording(recording as Recording, this.contextOf(recording as Recording, context), this.watch);
  }

  private contextOf(recording: Recording, parent: Context): Context {
    const { context = parent } = recording;
    if (context === parent || continues(context, parent)) return context;
    this.report(
      `The ${this.name} observer returned a context that is not made from the one that begin() got: it is ignored`,
    );
    return parent;
  }

  private readonly watch = (result: unknown): void => {
    reportRejection(result, (error) => this.report(`The ${this.name} observer rejected`, error));
  };
}

class GuardedRecording implements Recording {
  constructor(
    private readonly recording: Recording,
    readonly context: Context,
    private readonly watch: (result: unknown) => void,
  ) {
    if (typeof recording.suspend === 'function') this.suspend = () => this.watch(recording.suspend?.());
  }

  /** Only there if the recording of the application has it. */
  readonly suspend?: () => void;

  describe(operation: Operation): void {
    this.watch(this.recording.describe?.(operation));
  }

  end(operation: Operation, outcome: Outcome): void {
    this.watch(this.recording.end(operation, outcome));
  }
}

/** True for a context that derives from `parent`: it still has the unit of work. */
function continues(context: Context, parent: Context): boolean {
  return typeof context?.setValue === 'function' && context.getValue(UNIT_OF_WORK) === parent.getValue(UNIT_OF_WORK);
}
