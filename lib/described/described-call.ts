import type { Attributes, Context } from '@opentelemetry/api';
import {
  type Conclude,
  type ExpectedError,
  isPromise,
  type Operation,
  type ReportFault,
  reportRejection,
} from '../observation/index.js';

/** A call in the application that the application describes. */
export interface DescribedCall {
  readonly operation: Operation;
  readonly conclude: Conclude;
  /** Errors that are no failures of this call, nor of those below it. */
  readonly expected?: readonly ExpectedError[] | undefined;
  /** The context in which the call begins. Default: the current one. */
  readonly parent?: Context;
  /** Runs before the work of the call, with the context of the call. */
  readonly prepare?: (context: Context) => void;
}

/** Options, or a function that derives them from a call's arguments. */
export type PerCall<Options> = Options | ((...args: never[]) => Options);

/**
 * The result of an application callback. Undefined if the callback throws or returns a promise, because calls do not
 * wait for their description. Both are reported, and neither fails the call.
 */
export function ask<Result>(report: ReportFault, what: string, callback: () => Result): Result | undefined {
  try {
    const answer = callback();
    if (!isPromise(answer)) return answer;
    reportRejection(answer, (error) => report(`${what} failed`, error));
    report(`${what} is a promise, and is not waited for. Give the value itself`);
    return undefined;
  } catch (error) {
    report(`${what} failed`, error);
    return undefined;
  }
}

/** The application's description of the result. */
export function factsOf(
  onResult: ((result: never) => Attributes) | undefined,
  value: unknown,
  report: ReportFault,
): Attributes | undefined {
  if (onResult === undefined) return undefined;
  const facts: unknown = ask(report, 'The "onResult" of a call', () => onResult(value as never));
  return typeof facts === 'object' && facts !== null ? (facts as Attributes) : undefined;
}
