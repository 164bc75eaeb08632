const POLL_MS = 5;
/** A reader that reads nothing for this time does not delay the process or a shutdown any longer. */
export const STALLED_AFTER_MS = 1_000;

/** Waits until nothing is left, the reader has read nothing for a second, or `deadline` is aborted. */
export async function waitForReader(left: () => number, deadline: AbortSignal | undefined): Promise<void> {
  let least = left();
  let stalledAt = performance.now() + STALLED_AFTER_MS;
  const mayWait = () => deadline?.aborted !== true && performance.now() < stalledAt;
  while (least > 0 && mayWait()) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const now = left();
    if (now < least) stalledAt = performance.now() + STALLED_AFTER_MS;
    least = Math.min(least, now);
  }
}
