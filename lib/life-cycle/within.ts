/** Why something was called off: its time was over. */
export class TimeIsOver extends Error {
  override readonly name = 'TimeIsOver';
}

export interface TimeLimit {
  readonly ms: number;
  /** Ends the time earlier: the deadline of what this work is part of. */
  readonly deadline?: AbortSignal | undefined;
  /** Whether the limit alone keeps the process alive. Default true. */
  readonly keepsAlive?: boolean;
}

/**
 * Runs `work` and waits for it, but no longer than the limit. When the time is over, the signal that `work` received is
 * aborted and the promise rejects with {@link TimeIsOver}; what `work` does afterwards has no effect.
 *
 * @example
 * const response = await within({ ms: 5_000 }, (signal) => fetch(url, { signal }));
 */
export async function within<T>(
  { ms, deadline, keepsAlive = true }: TimeLimit,
  work: (signal: AbortSignal) => T | PromiseLike<T>,
): Promise<T> {
  const controller = new AbortController();
  const late = Promise.withResolvers<never>();
  const giveUp = (error: TimeIsOver): void => {
    // Reject first: work that rejects because of the signal is late too.
    late.reject(error);
    controller.abort(error);
  };
  const onDeadline = (): void => giveUp(new TimeIsOver('the deadline is over'));
  const timer = setTimeout(() => giveUp(new TimeIsOver(`no end within ${Math.round(ms)} ms`)), ms);
  if (!keepsAlive) timer.unref();
  if (deadline?.aborted === true) onDeadline();
  else deadline?.addEventListener('abort', onDeadline, { once: true });
  try {
    return await Promise.race([late.promise, (async () => work(controller.signal))()]);
  } finally {
    clearTimeout(timer);
    deadline?.removeEventListener('abort', onDeadline);
  }
}
