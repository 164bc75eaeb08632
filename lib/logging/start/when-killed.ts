const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls `act` before a signal ends the process. If nothing else listens to the signal, it ends the process as before.
 * Returns a function that stops this.
 */
export function whenKilled(act: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    stop();
    act();
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const stop = () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return stop;
}
