import type { FromService } from './parent-reporter.js';

/** Tells the process that started this one that it serves, and leaves it to that one when to end. */
export function readyForParent(): void {
  if (process.send === undefined) return;
  process.send({ ready: true } satisfies FromService);
  // Ctrl+C reaches all at once; the order in which services end is the parent's business.
  process.on('SIGINT', () => undefined);
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}
