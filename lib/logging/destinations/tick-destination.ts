import { exitFlush, type UnfinishedOutput } from './exit-flush.js';
import type { LineOutput } from './line-output.js';

/** Text that waits longer than a tick only in a loop that never ends; then it is written in pieces of this size. */
const MAX_PENDING_CHARACTERS = 64 * 1024;

/**
 * Writes all lines of a tick of the event loop at once: a system call costs as much as making a line. Nothing is lost at
 * a normal end, at `process.exit()` or in a crash by an exception; only a signal that ends the process in the middle of
 * a tick takes that tick's lines along. After `close`, each line is written at once.
 */
export class TickDestination implements LineOutput, UnfinishedOutput {
  private pending = '';
  private isScheduled = false;
  private isClosed = false;

  constructor(private readonly output: LineOutput) {}

  write(line: string): void {
    if (this.isClosed) return this.output.write(line);
    // An earlier flush of this tick may have taken it off the list.
    if (this.pending === '') exitFlush.add(this);
    this.pending += line;
    if (this.pending.length > MAX_PENDING_CHARACTERS) this.hand();
    else if (!this.isScheduled) {
      this.isScheduled = true;
      setImmediate(() => {
        this.isScheduled = false;
        this.hand();
      });
    }
  }

  flush(): void {
    this.hand();
    this.output.flush?.();
  }

  drain(): void {
    this.hand();
    this.output.drain?.();
  }

  finish(): void {
    this.hand();
  }

  async close(deadline?: AbortSignal): Promise<void> {
    this.hand();
    this.isClosed = true;
    await this.output.close?.(deadline);
  }

  private hand(): void {
    exitFlush.delete(this);
    if (this.pending === '') return;
    const text = this.pending;
    this.pending = '';
    this.output.write(text);
  }
}
