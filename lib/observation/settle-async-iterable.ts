import type { Execution } from './execution.js';
import { isAsyncIterator, settleAsyncIterator } from './settle-async-iterator.js';

/**
 * True for an object that makes iterators and is not an iterator. Left out are those that emit events, such as the lines of
 * `readline`: loops are only one of the ways to use them.
 */
export function isAsyncIterable(value: object): value is AsyncIterable<unknown> {
  const { [Symbol.asyncIterator]: make, on } = value as Partial<AsyncIterable<unknown>> & { readonly on?: unknown };
  return typeof make === 'function' && typeof on !== 'function';
}

/**
 * Follows the iterators that an object makes. The first belongs to the call that returned the object; each further one
 * does the work again and is a call by itself.
 */
export function settleAsyncIterable<T extends AsyncIterable<unknown>>(iterable: T, execution: Execution): T {
  let unclaimed: Execution | undefined = execution;
  const make = iterable[Symbol.asyncIterator];
  const followed = (): AsyncIterator<unknown> => {
    const current = unclaimed ?? execution.restart();
    unclaimed = undefined;
    return current.within(() => {
      const iterator = make.call(iterable);
      return isAsyncIterator(iterator) ? settleAsyncIterator(iterator, current) : iterator;
    });
  };
  return Object.defineProperty(iterable, Symbol.asyncIterator, { value: followed, configurable: true, writable: true });
}
