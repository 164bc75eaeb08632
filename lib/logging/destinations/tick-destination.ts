import { exitFlush, type UnfinishedOutput } from './exit-flush.js';
import type { LineOutput } from './line-output.js';

/** Text waits longer than a tick only in an endless synchronous loop. It is then written in pieces of this size. */
const MAX_PENDING_CHARACTERS = 64 * 1024;

/**
 * Writes all lines of an event-loop tick at once, because a system call costs as much as formatting a line. A normal
 * end, `process.exit()` and an uncaught exception lose nothing. Only a signal that kills the process loses the lines of
 * the current tick. After `close`, each line is written at once.
 */
export class TickDestination implements LineOutput, UnfinishedOutput {
  private pending = '';
  private isScheduled = false;
  private isClosed = false;

  constructor(private readonly output: LineOutput) {}

  write(line: string): void {
    if (this.isClosed) return this.output.write(line);
    // An earlier flush in this tick may have removed it from the list.
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
