const INTERVAL_MS = 250;

/** npm starts a shell, and the shell this: a signal to npm ends the shell and goes no further. */
export function whenParentEnds(then: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    then();
  }, INTERVAL_MS);
  timer.unref();
}
