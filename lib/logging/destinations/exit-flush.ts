/** What holds lines that the process must not take along when it ends. */
export interface UnfinishedOutput {
  /** Writes what waits, without the event loop, until that time of `performance.now()` at the latest. */
  finish(until: number): void;
}

/** Longest time that the end of the process waits for all readers together. */
const LONGEST_END_MS = 3_000;

/** Outputs with lines that wait. The end of the process gives each a chance to write them. */
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
    // The loop also meets outputs that are added meanwhile.
    for (const output of this.unfinished) {
      this.unfinished.delete(output);
      output.finish(until);
    }
  }
}

export const exitFlush = new ExitFlush();
