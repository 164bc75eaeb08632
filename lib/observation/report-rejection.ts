/**
 * Takes care of what a callback of the application returned, where nothing should come back: a promise that rejects is
 * reported, and is no unhandled rejection.
 */
export function reportRejection(returned: unknown, report: (error: unknown) => void): void {
  if (isPromise(returned)) Promise.resolve(returned).catch(report);
}

export function isPromise(value: unknown): value is PromiseLike<unknown> {
  try {
    return typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function';
  } catch {
    // An object that refuses to be read.
    return false;
  }
}
