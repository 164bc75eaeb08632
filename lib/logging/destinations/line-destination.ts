import type { LineFormat, LineTarget } from '../line/line-target.js';
import type { LogLine } from '../line/log-line.js';
import type { OtlpLines } from '../otlp/open-otlp.js';
import type { LineHolder, LineOutput } from './line-output.js';

/** Where the lines of an application go: as text in one format, and to an OTLP receiver. */
export class LineDestination implements LineTarget {
  readonly record: ((line: LogLine) => void) | undefined;
  private readonly holders: readonly LineHolder[];

  constructor(
    readonly format: LineFormat,
    private readonly text: LineOutput,
    otlp: OtlpLines | undefined,
  ) {
    this.record = otlp?.record;
    this.holders = otlp === undefined ? [text] : [text, otlp.queue];
  }

  write(lines: string): void {
    this.text.write(lines);
  }

  flush(): void {
    for (const holder of this.holders) holder.flush?.();
  }

  drain(): void {
    for (const holder of this.holders) holder.drain?.();
  }

  async deliver(deadline: AbortSignal): Promise<void> {
    await Promise.all(this.holders.map((holder) => holder.deliver?.(deadline)));
  }

  async close(deadline?: AbortSignal): Promise<void> {
    await Promise.all(this.holders.map((holder) => holder.close?.(deadline)));
  }
}
