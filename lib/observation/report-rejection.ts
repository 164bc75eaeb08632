/**
 * Handles the return value of an application callback that should return nothing. If the value is a promise that
 * rejects, this reports the error, so that no unhandled rejection occurs.
 */
export function reportRejection(returned: unknown, report: (error: unknown) => void): void {
  if (isPromise(returned)) Promise.resolve(returned).catch(report);
}

export function isPromise(value: unknown): value is PromiseLike<unknown> {
  try {
    return typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function';
  } catch {
    // Reading a property of the object throws.
    return false;
  }
}
