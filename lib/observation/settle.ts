import { types } from 'node:util';
import { isObservable } from 'rxjs';
import type { Execution } from './execution.js';
import type { ReportFault } from './observation.js';
import { isAsyncIterator, settleAsyncIterator } from './settle-async-iterator.js';
import { settleObservable } from './settle-observable.js';
import { isNodeStream, settleStream } from './settle-stream.js';
import { isThenable, settlePromise, settleThenable, startsByItself } from './settle-promise.js';

/** Ends `execution` when `value` has settled, and returns what the caller is to have in its place. */
export function settle<T>(value: T, execution: Execution, report: ReportFault): T {
  if (value === null || typeof value !== 'object') {
    execution.end({ as: 'returned', value });
    return value;
  }
  try {
    return settleObject(value, execution);
  } catch (error) {
    report('A returned value could not be followed to its end', error);
    execution.end({ as: 'returned', value });
    return value;
  }
}

// The shapes are told apart by what they can do: promises of other realms and lookalikes are as good as ours.
function settleObject<T extends object>(value: T, execution: Execution): T {
  if (types.isPromise(value) && startsByItself(value)) return settlePromise(value, execution) as T;
  if (isThenable(value)) return settleThenable(value, execution);
  if (isObservable(value)) return settleObservable(value, execution) as T;
  if (isNodeStream(value)) return settleStream(value, execution);
  if (isAsyncIterator(value)) return settleAsyncIterator(value, execution);
  execution.end({ as: 'returned', value });
  return value;
}
