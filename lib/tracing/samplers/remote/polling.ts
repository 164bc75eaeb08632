// Timers that are set further ahead fire at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface PollingOptions {
  /** From the end of one run to the beginning of the next. */
  readonly intervalMs: number;
  /** A run that takes longer is aborted. */
  readonly timeoutMs: number;
}

/**
 * Runs `task`, which must not reject, at once and then again and again. Its timers do not keep the process alive.
 * Returns what ends it, and aborts a run that is under way.
 */
export function startPolling(
  task: (signal: AbortSignal) => Promise<void>,
  { intervalMs, timeoutMs }: PollingOptions,
): () => void {
  const pauseMs = Math.min(intervalMs, LONGEST_TIMER_MS);
  let ended = false;
  let running: AbortController | undefined;
  let pause: NodeJS.Timeout | undefined;

  async function run(): Promise<void> {
    const controller = new AbortController();
    running = controller;
    const deadline = setTimeout(() => controller.abort(new Error(`No answer within ${timeoutMs} ms`)), timeoutMs);
    deadline.unref();
    await task(controller.signal);
    clearTimeout(deadline);
    if (!ended) pause = setTimeout(run, pauseMs).unref();
  }

  void run();
  return () => {
    ended = true;
    clearTimeout(pause);
    running?.abort();
  };
}
