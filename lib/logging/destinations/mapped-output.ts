import type { LineOutput } from './line-output.js';

/** Converts each line to another format. */
export class MappedOutput implements LineOutput {
  constructor(
    private readonly output: LineOutput,
    private readonly map: (line: string) => string,
  ) {}

  write(line: string): void {
    this.output.write(this.map(line));
  }

  flush(): void {
    this.output.flush?.();
  }

  drain(): void {
    this.output.drain?.();
  }

  async deliver(deadline: AbortSignal): Promise<void> {
    await this.output.deliver?.(deadline);
  }

  async close(deadline?: AbortSignal): Promise<void> {
    await this.output.close?.(deadline);
  }
}
