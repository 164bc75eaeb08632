import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { drawTrace } from './draw-trace.js';
import { type OpenTrace, OpenTraces, QUIET_MS } from './open-traces.js';
import { type DrawnSpan, idOf, parentIdOf } from './span-tree.js';
import { showsColours, type Terminal } from './terminal.js';

/** Printed spans that are remembered, in case spans below them end later. */
const MAX_PRINTED_SPANS = 10_000;

/**
 * Prints each trace as one tree, shortly after its outermost local span has ended. For people, in development.
 */
export class ConsoleTreeExporter implements SpanExporter {
  private readonly printed = new Set<string>();
  private readonly traces: OpenTraces;

  constructor(
    private readonly output: Terminal,
    quietMs = QUIET_MS,
  ) {
    this.traces = new OpenTraces({
      quietMs,
      isComplete: ({ spans }) => this.openParents(spans).length === 0,
      print: (trace) => this.print(trace),
    });
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    for (const span of spans) this.traces.add(span);
    done({ code: ExportResultCode.SUCCESS });
  }

  /** Prints what is there, finished or not. */
  async forceFlush(): Promise<void> {
    this.traces.printAll();
  }

  shutdown(): Promise<void> {
    return this.forceFlush();
  }

  /** The ids of local spans that have not ended, and have children that have. */
  private openParents(spans: readonly DrawnSpan[]): string[] {
    const ended = new Set(spans.map(idOf));
    return spans.flatMap((span) => {
      const id = parentIdOf(span);
      const isOpen = id !== undefined && !isEntry(span) && !ended.has(id) && !this.printed.has(id);
      return isOpen ? [id] : [];
    });
  }

  private print({ spans, omitted }: OpenTrace): void {
    const remark = this.remarkOn(spans);
    for (const span of spans) this.printed.add(idOf(span));
    for (const id of this.printed) {
      if (this.printed.size <= MAX_PRINTED_SPANS) break;
      this.printed.delete(id);
    }
    const color = showsColours(this.output);
    this.output.write(drawTrace(spans, { color, omitted, ...(remark === undefined ? {} : { remark }) }));
  }

  private remarkOn(spans: readonly DrawnSpan[]): string | undefined {
    if (this.openParents(spans).length > 0) return 'unfinished';
    return spans.some(isEntry) ? undefined : 'late';
  }
}

/** True for a span whose parent is in another service, or that has none. */
function isEntry({ parentSpanContext: parent }: DrawnSpan): boolean {
  return parent === undefined || parent.isRemote === true;
}
