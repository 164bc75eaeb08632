/** The work took longer than its time limit. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';

  constructor(readonly limitMs: number) {
    super(`no answer within ${limitMs} ms`);
  }
}

/**
 * Runs `work`, and waits for it no longer than `limitMs`. After that it aborts the signal that `work` got, and rejects
 * with a `TimeLimitError`; what becomes of the work later is ignored.
 */
export async function within<T>(limitMs: number, work: (signal: AbortSignal) => PromiseLike<T> | T): Promise<T> {
  const giveUp = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const error = new TimeLimitError(limitMs);
      reject(error);
      giveUp.abort(error);
    }, limitMs);
  });
  try {
    return await Promise.race([work(giveUp.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
