// A timer with a longer delay would fire at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface PollingOptions {
  /** The delay from the end of one run to the start of the next. */
  readonly intervalMs: number;
  /** A longer run is aborted. */
  readonly timeoutMs: number;
}

/**
 * Runs `task` at once and then repeatedly. `task` must not reject. The timers do not keep the process alive. Returns a
 * function that stops it and aborts a run in progress.
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
