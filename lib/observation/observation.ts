import type { Context } from '@opentelemetry/api';
import { type Expects, isExpectedIn, NOTHING_EXPECTED } from './expected-errors.js';
import { type Answer, HeldFailures } from './held-failures.js';
import type { Observer, Recording } from './observer.js';
import type { Operation } from './operation.js';
import type { Outcome, Result } from './outcome.js';

/** Reports a fault of telemetry. A fault never reaches the application. */
export type ReportFault = (what: string, error?: unknown) => void;

/** One observed call, for instrumentations whose beginning and end are two callbacks. */
export class Observation {
  /** The context in which the observed work has to run. */
  readonly context: Context;
  /** An error that an instrumentation has noted before the call ends. */
  error: unknown;

  /** True for a request: its answer decides about the failures inside it. */
  private awaitsAnswer = false;
  private failures: HeldFailures | undefined;
  private current: Operation;
  private recordings: Array<Recording | undefined> | undefined;
  private readonly startedAt = performance.now();

  constructor(
    private readonly observers: readonly Observer[],
    operation: Operation,
    parent: Context,
    private readonly report: ReportFault,
    private readonly expects: Expects = NOTHING_EXPECTED,
    /** The outermost call of the unit of work, if it is not this one. */
    private readonly request?: Observation,
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

  /** The call is a request: the failures inside it wait until it is answered. */
  awaitAnswer(): void {
    this.awaitsAnswer = true;
  }

  /** Settles the failures that wait for the answer of this call. Done by `end`, if not before. */
  answer(answer: Answer): void {
    this.failures?.release(answer);
  }

  /**
   * Ends the call. The first end counts; later ones are ignored, so that several callbacks may race for it. `excuses` is
   * for a call that awaits an answer.
   */
  end(result: Result, excuses?: Expects): void {
    const recordings = this.recordings;
    if (recordings === undefined) return;
    this.recordings = undefined;
    if (this.failures !== undefined) {
      this.answer({ error: this.error, ...(excuses === undefined ? {} : { excuses }) });
    }
    const outcome: Outcome = {
      failed: result.failed,
      expected: result.failed && (result.expected ?? this.isExpected(result.error)),
      error: result.error,
      facts: result.facts,
      durationMs: performance.now() - this.startedAt,
    };
    const isOpen = outcome.failed && result.expected === undefined && outcome.expected !== true;
    if (isOpen && this.hold(recordings, outcome)) return;
    this.endAll(recordings, outcome);
  }

  /** A failure that the request around it may answer as the caller's fault. Returns false if nobody answers. */
  private hold(recordings: Array<Recording | undefined>, outcome: Outcome): boolean {
    const { error } = outcome;
    if (typeof error !== 'object' || error === null) return false;
    const { request } = this;
    if (request === undefined || !request.awaitsAnswer || request.ended) return false;
    const settle = ({ excuses, error: requestError }: Answer): void => {
      this.endAll(recordings, { ...outcome, expected: excuses?.(error) === true, requestError });
    };
    request.failures ??= new HeldFailures();
    if (!request.failures.hold(settle)) return false;
    for (let at = recordings.length - 1; at >= 0; at--) {
      if (this.suspend(at, recordings[at])) continue;
      this.endOne(at, recordings[at], outcome);
      recordings[at] = undefined;
    }
    return true;
  }

  /** Returns false for a recording that does not wait. */
  private suspend(at: number, recording: Recording | undefined): boolean {
    if (recording?.suspend === undefined) return false;
    try {
      recording.suspend();
    } catch (error) {
      this.report(`The ${this.observers[at]?.name} observer failed to suspend "${this.current.name}"`, error);
    }
    return true;
  }

  /** In reverse order: observers that began last end first, so the span ends after all that refers to it. */
  private endAll(recordings: ReadonlyArray<Recording | undefined>, outcome: Outcome): void {
    for (let at = recordings.length - 1; at >= 0; at--) this.endOne(at, recordings[at], outcome);
  }

  private endOne(at: number, recording: Recording | undefined, outcome: Outcome): void {
    try {
      recording?.end(this.current, outcome);
    } catch (error) {
      this.report(`The ${this.observers[at]?.name} observer failed to end "${this.current.name}"`, error);
    }
  }

  private isExpected(error: unknown): boolean {
    return error !== undefined && isExpectedIn(this.context, error, this.expects);
  }
}
