import type { Context } from '@opentelemetry/api';
import { type Expects, isExpectedIn, NOTHING_EXPECTED } from './expected-errors.js';
import type { Observer, Recording } from './observer.js';
import type { Operation } from './operation.js';
import type { Result } from './outcome.js';

/** Reports a fault of telemetry. A fault never reaches the application. */
export type ReportFault = (what: string, error?: unknown) => void;

/** One observed call, for instrumentations whose beginning and end are two callbacks. */
export class Observation {
  /** The context in which the observed work has to run. */
  readonly context: Context;
  /** An error that an instrumentation has noted before the call ends. */
  error: unknown;

  private current: Operation;
  private recordings: Array<Recording | undefined> | undefined;
  private readonly startedAt = performance.now();

  constructor(
    private readonly observers: readonly Observer[],
    operation: Operation,
    parent: Context,
    private readonly report: ReportFault,
    private readonly expects: Expects = NOTHING_EXPECTED,
  ) {
    this.current = operation;
    const recordings: Array<Recording | undefined> = [];
    let context = parent;
    for (const observer of observers) {
      let recording: Recording | undefined;
      try {
        recording = observer.begin(operation, context);
        context = recording?.context ?? context;
      } catch (error) {
        report(`The ${observer.name} observer failed to begin "${operation.name}"`, error);
      }
      recordings.push(recording);
    }
    this.recordings = recordings;
    this.context = context;
  }

  get operation(): Operation {
    return this.current;
  }

  get ended(): boolean {
    return this.recordings === undefined;
  }

  /** Replaces the description with a more precise one. Ignored once the call has ended. */
  describe(operation: Operation): void {
    if (this.recordings === undefined) return;
    this.current = operation;
    for (let at = 0; at < this.recordings.length; at++) {
      try {
        this.recordings[at]?.describe?.(operation);
      } catch (error) {
        this.report(`The ${this.observers[at]?.name} observer failed to describe "${operation.name}"`, error);
      }
    }
  }

  /** Ends the call. The first end counts; later ones are ignored, so that several callbacks may race for it. */
  end(result: Result): void {
    const recordings = this.recordings;
    if (recordings === undefined) return;
    this.recordings = undefined;
    const outcome = {
      failed: result.failed,
      expected: result.failed && (result.expected ?? this.isExpected(result.error)),
      error: result.error,
      facts: result.facts,
      durationMs: performance.now() - this.startedAt,
    };
    // In reverse order: observers that began last end first, so the span ends after all that refers to it.
    for (let at = recordings.length - 1; at >= 0; at--) {
      try {
        recordings[at]?.end(this.current, outcome);
      } catch (error) {
        this.report(`The ${this.observers[at]?.name} observer failed to end "${this.current.name}"`, error);
      }
    }
  }

  private isExpected(error: unknown): boolean {
    return error !== undefined && isExpectedIn(this.context, error, this.expects);
  }
}
