import type { LineOutput } from './line-output.js';

/** Text that waits longer than a tick only in a loop that never ends; then it is written in pieces of this size. */
const MAX_PENDING_CHARACTERS = 64 * 1024;

/** Destinations with lines of the current tick. */
const waiting = new Set<TickDestination>();
let exitIsWatched = false;

/**
 * Writes all lines of a tick of the event loop at once: a system call costs as much as making a line. Nothing is lost at
 * a normal end, at `process.exit()` or in a crash by an exception; only a signal that ends the process in the middle of
 * a tick takes that tick's lines along.
 */
export class TickDestination implements LineOutput {
  private pending = '';
  private scheduled = false;
  private closed = false;

  constructor(private readonly output: LineOutput) {
    if (exitIsWatched) return;
    exitIsWatched = true;
    process.on('exit', () => {
      for (const destination of waiting) destination.flush();
    });
  }

  write(line: string): void {
    // An earlier flush of this tick may have taken it off the list.
    if (this.pending === '') waiting.add(this);
    this.pending += line;
    if (this.closed || this.pending.length > MAX_PENDING_CHARACTERS) this.flush();
    else if (!this.scheduled) {
      this.scheduled = true;
      setImmediate(() => {
        this.scheduled = false;
        this.flush();
      });
    }
  }

  /** Writes what is pending. */
  flush(): void {
    waiting.delete(this);
    if (this.pending === '') return;
    const text = this.pending;
    this.pending = '';
    this.output.write(text);
  }

  /** Lines that come later are written at once: the process may end before the next tick. */
  async close(deadline?: AbortSignal): Promise<void> {
    this.closed = true;
    this.flush();
    await this.output.close?.(deadline);
  }
}
