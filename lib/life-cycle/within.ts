/** The work exceeded its time limit. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';

  constructor(readonly limitMs: number) {
    super(`no answer within ${limitMs} ms`);
  }
}

/**
 * Runs `work`, and waits for it at most `limitMs`, and not beyond the `deadline` of the caller. After that, it aborts
 * the signal of `work`. It then rejects with a `TimeLimitError`, or with the reason of the deadline, and ignores the
 * later result of `work`. If the deadline has already passed, `work` does not start.
 */
export async function within<T>(
  limitMs: number,
  work: (signal: AbortSignal) => PromiseLike<T> | T,
  deadline?: AbortSignal,
): Promise<T> {
  deadline?.throwIfAborted();
  const giveUp = new AbortController();
  const late = Promise.withResolvers<never>();
  const end = (error: unknown): void => {
    late.reject(error);
    giveUp.abort(error);
  };
  const timer = setTimeout(() => end(new TimeLimitError(limitMs)), limitMs);
  const onDeadline = (): void => end(deadline?.reason);
  deadline?.addEventListener('abort', onDeadline, { once: true });
  try {
    return await Promise.race([late.promise, work(giveUp.signal)]);
  } finally {
    clearTimeout(timer);
    deadline?.removeEventListener('abort', onDeadline);
  }
}
