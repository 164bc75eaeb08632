/** An output with lines that must be written before the process ends. */
export interface UnfinishedOutput {
  /** Writes the waiting lines without the event loop, at the latest until that `performance.now()` time. */
  finish(until: number): void;
}

/** The maximum time that the end of the process waits for all readers together. */
const LONGEST_END_MS = 3_000;

/** Outputs with waiting lines. They are written at the end of the process. */
class ExitFlush {
  private readonly unfinished = new Set<UnfinishedOutput>();
  private isWatching = false;

  add(output: UnfinishedOutput): void {
    this.unfinished.add(output);
    if (this.isWatching) return;
    this.isWatching = true;
    process.on('exit', () => this.finishAll());
  }

  delete(output: UnfinishedOutput): void {
    this.unfinished.delete(output);
  }

  private finishAll(): void {
    const until = performance.now() + LONGEST_END_MS;
    // The loop also visits outputs that are added during it.
    for (const output of this.unfinished) {
      this.unfinished.delete(output);
      output.finish(until);
    }
  }
}

export const exitFlush = new ExitFlush();
