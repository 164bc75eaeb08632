import type { Writable } from 'node:stream';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { drawTrace } from './draw-trace.js';

/** Traces whose outermost span has not ended yet. The oldest is printed unfinished when there are more. */
const MAX_OPEN_TRACES = 500;
/** Spans kept of one trace; further ones are counted. */
const MAX_SPANS_PER_TRACE = 500;

interface OpenTrace {
  readonly spans: ReadableSpan[];
  omitted: number;
}

/** Prints each trace as a tree when its outermost local span ends. For people, in development. */
export class ConsoleTreeExporter implements SpanExporter {
  private readonly open = new Map<string, OpenTrace>();

  constructor(private readonly output: Writable & { readonly isTTY?: boolean }) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    for (const span of spans) this.collect(span);
    done({ code: ExportResultCode.SUCCESS });
  }

  async forceFlush(): Promise<void> {
    for (const traceId of this.open.keys()) this.print(traceId);
  }

  shutdown(): Promise<void> {
    return this.forceFlush();
  }

  private collect(span: ReadableSpan): void {
    const { traceId } = span.spanContext();
    let trace = this.open.get(traceId);
    if (trace === undefined) {
      if (this.open.size >= MAX_OPEN_TRACES) this.print(this.open.keys().next().value as string);
      trace = { spans: [], omitted: 0 };
      this.open.set(traceId, trace);
    }
    const outermost = span.parentSpanContext === undefined || span.parentSpanContext.isRemote === true;
    if (trace.spans.length < MAX_SPANS_PER_TRACE || outermost) trace.spans.push(span);
    else trace.omitted++;
    if (outermost) this.print(traceId);
  }

  private print(traceId: string): void {
    const trace = this.open.get(traceId);
    if (trace === undefined) return;
    this.open.delete(traceId);
    this.output.write(drawTrace(trace.spans, trace.omitted, { color: this.output.isTTY === true }));
  }
}
