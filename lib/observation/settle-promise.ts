import type { Execution } from './execution.js';

type Then = PromiseLike<unknown>['then'];

export function isThenable(value: object): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown }).then === 'function';
}

/**
 * Whether a promise's `then` is the language's own, so that its work is under way and listening cannot start it.
 * Compared by shape and not by identity, because Node's own promises may be of another realm.
 */
export function startsByItself(promise: Promise<unknown>): boolean {
  if (promise.constructor === Promise && !Object.hasOwn(promise, 'then')) return true;
  let owner: object | null = promise;
  while (owner !== null && !Object.hasOwn(owner, 'then')) owner = Object.getPrototypeOf(owner) as object | null;
  return owner !== null && Object.getPrototypeOf(Object.getPrototypeOf(owner)) === null;
}

/**
 * Follows a promise through a derived one. Only so does a rejection that the caller leaves unhandled stay unhandled:
 * a handler beside the original would silence it. `settle` follows what the promise brings, and ends the call.
 */
export function settlePromise<T>(promise: Promise<T>, execution: Execution, settle: (value: T) => T): Promise<T> {
  const derived = promise.then(settle, (error: unknown) => {
    execution.end({ as: 'thrown', error });
    throw error;
  });
  // Some libraries hang a handle on their promise, such as `cancel` or a process id.
  for (const key of Reflect.ownKeys(promise)) {
    const property = Object.getOwnPropertyDescriptor(promise, key);
    if (property !== undefined && !Object.hasOwn(derived, key)) Object.defineProperty(derived, key, property);
  }
  return derived;
}

/**
 * Follows a thenable by listening where its consumer does. A lazy one (a query builder) starts when `then` is called,
 * and so `then` is never called on telemetry's own account.
 */
export function settleThenable<T extends PromiseLike<unknown>>(thenable: T, execution: Execution): T {
  // One that cannot be extended cannot be followed either; the caller reports it and ends the call.
  const original: Then = thenable.then;
  const then: Then = function (this: PromiseLike<unknown>, onFulfilled, onRejected) {
    return execution.within(() =>
      original.call(
        this,
        (value) => {
          execution.end({ as: 'returned', value });
          return typeof onFulfilled === 'function' ? onFulfilled(value) : (value as never);
        },
        (error: unknown) => {
          execution.end({ as: 'thrown', error });
          if (typeof onRejected === 'function') return onRejected(error);
          throw error;
        },
      ),
    ) as never;
  };
  define(thenable, 'then', then);
  // Its own `catch` and `finally` might start the work without passing through `then`.
  if ('catch' in thenable) define(thenable, 'catch', (onRejected: never) => thenable.then(undefined, onRejected));
  if ('finally' in thenable) {
    // Not `Promise.resolve`, which hands a promise back as it is.
    const through = (): Promise<unknown> => new Promise((resolve) => resolve(thenable));
    define(thenable, 'finally', (onFinally: () => void) => through().finally(onFinally));
  }
  return thenable;
}

function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, configurable: true, writable: true, enumerable: false });
}
