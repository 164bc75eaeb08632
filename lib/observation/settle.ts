import { types } from 'node:util';
import { isObservable } from 'rxjs';
import type { Execution } from './execution.js';
import type { ReportFault } from './observation.js';
import { isAsyncIterable, settleAsyncIterable } from './settle-async-iterable.js';
import { isAsyncIterator, settleAsyncIterator } from './settle-async-iterator.js';
import { settleObservable } from './settle-observable.js';
import { isNodeStream, settleStream } from './settle-stream.js';
import { bodyOf, isWebStream, settleWebStream } from './settle-web-stream.js';
import { isThenable, settlePromise, settleThenable, startsByItself } from './settle-promise.js';

/** Objects that are followed through themselves, and the call that was the last to do so. */
const followed = new WeakMap<object, number>();

/** Ends `execution` when `value` has settled, and returns what the caller is to have in its place. */
export function settle<T>(value: T, execution: Execution, report: ReportFault): T {
  if (value === null || typeof value !== 'object') {
    execution.end({ as: 'returned', value });
    return value;
  }
  try {
    return settleObject(value, execution, report);
  } catch (error) {
    report('A returned value could not be followed to its end', error);
    execution.end({ as: 'returned', value });
    return value;
  }
}

// Shapes are recognised by their methods: promises of other realms and lookalikes count as well.
function settleObject<T extends object>(value: T, execution: Execution, report: ReportFault): T {
  if (types.isPromise(value) && startsByItself(value)) {
    // What a promise brings may have to settle as well: an Observable, an iterator, a stream.
    return settlePromise(value, execution, (result) => settle(result, execution, report)) as T;
  }
  if (isThenable(value)) return followOnce(value, execution, settleThenable);
  if (isObservable(value)) return settleObservable(value, execution) as T;
  if (isNodeStream(value)) return followOnce(value, execution, settleStream);
  if (isAsyncIterator(value)) return followOnce(value, execution, settleAsyncIterator);
  const stream = isWebStream(value) ? value : bodyOf(value);
  if (stream !== undefined) return followOnce(value, execution, () => followWebStream(stream, value, execution));
  if (isAsyncIterable(value)) return followOnce(value, execution, settleAsyncIterable);
  execution.end({ as: 'returned', value });
  return value;
}

function followWebStream<T>(stream: Parameters<typeof settleWebStream>[0], value: T, execution: Execution): T {
  settleWebStream(stream, value, execution);
  return value;
}

/**
 * An object that was handed out before this call began is not this call's work: a shared socket, a query that is kept.
 * Following it once more for each call would grow without bound.
 */
function followOnce<T extends object>(value: T, execution: Execution, follow: (value: T, e: Execution) => T): T {
  const known = followed.get(value);
  if (known !== undefined && known < execution.sequence) {
    execution.end({ as: 'returned', value });
    return value;
  }
  followed.set(value, execution.sequence);
  return follow(value, execution);
}
