import type { LineOutput } from './line-output.js';

/** Writes each line to all outputs. */
export class SeveralOutputs implements LineOutput {
  constructor(private readonly outputs: readonly LineOutput[]) {}

  write(lines: string): void {
    for (const output of this.outputs) output.write(lines);
  }

  flush(): void {
    for (const output of this.outputs) output.flush?.();
  }

  drain(): void {
    for (const output of this.outputs) output.drain?.();
  }

  async deliver(deadline: AbortSignal): Promise<void> {
    await Promise.all(this.outputs.map((output) => output.deliver?.(deadline)));
  }

  async close(deadline?: AbortSignal): Promise<void> {
    await Promise.all(this.outputs.map((output) => output.close?.(deadline)));
  }
}
