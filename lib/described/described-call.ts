import type { Attributes } from '@opentelemetry/api';
import {
  type Conclude,
  concludeByThrow,
  isPromise,
  type Operation,
  type ReportFault,
  reportRejection,
} from '../observation/index.js';
import { errorType, errorTypeFact } from '../conventions/error-type.js';

/** A call of the application's own, described by the application. */
export interface DescribedCall {
  readonly operation: Operation;
  readonly conclude: Conclude;
}

/** Options, or what makes them of the arguments of a call. */
export type PerCall<Options> = Options | ((...args: never[]) => Options);

/** A throw is a failure, with the class of the error. */
export const concludeByClass: Conclude = (settlement) => {
  const result = concludeByThrow(settlement);
  return settlement.as === 'thrown' ? { ...result, facts: errorTypeFact(errorType(settlement.error)) } : result;
};

/**
 * What a callback of the application says. Undefined where it throws, or gives a promise, since calls do not wait for
 * their description: both are reported, and neither fails the call.
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

/** What came out, in the application's words. */
export function factsOf(
  onResult: ((result: never) => Attributes) | undefined,
  value: unknown,
  report: ReportFault,
): Attributes | undefined {
  if (onResult === undefined) return undefined;
  const facts: unknown = ask(report, 'The "onResult" of a call', () => onResult(value as never));
  return typeof facts === 'object' && facts !== null ? (facts as Attributes) : undefined;
}
