import type { Writable } from 'node:stream';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { drawTrace } from './draw-trace.js';
import { idOf, parentIdOf, withDescendants } from './span-tree.js';

/** Traces whose outermost span has not ended yet. The oldest is printed unfinished when there are more. */
const MAX_OPEN_TRACES = 500;
/** Spans kept of one trace; further ones are counted. */
const MAX_SPANS_PER_TRACE = 500;
/** Printed spans that are remembered, in case something below them ends later. */
const MAX_PRINTED_SPANS = 10_000;

export interface Terminal extends Writable {
  readonly isTTY?: boolean;
  hasColors?(): boolean;
}

interface OpenTrace {
  readonly spans: ReadableSpan[];
  omitted: number;
}

/** Prints each trace as a tree when its outermost local span ends. For people, in development. */
export class ConsoleTreeExporter implements SpanExporter {
  private readonly open = new Map<string, OpenTrace>();
  private readonly printed = new Set<string>();

  constructor(private readonly output: Terminal) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    for (const span of spans) this.collect(span);
    done({ code: ExportResultCode.SUCCESS });
  }

  /** Prints what is there, finished or not. */
  async forceFlush(): Promise<void> {
    for (const traceId of this.open.keys()) this.printUnfinished(traceId);
  }

  shutdown(): Promise<void> {
    return this.forceFlush();
  }

  private collect(span: ReadableSpan): void {
    const parent = span.parentSpanContext;
    const trace = this.traceOf(span);
    if (parent === undefined || parent.isRemote === true) this.printFamily(trace, span);
    else if (this.printed.has(parent.spanId)) this.printFamily(trace, span, 'late');
    else keep(trace, span);
  }

  private traceOf(span: ReadableSpan): OpenTrace {
    const { traceId } = span.spanContext();
    let trace = this.open.get(traceId);
    if (trace === undefined) {
      if (this.open.size >= MAX_OPEN_TRACES) this.printUnfinished(this.open.keys().next().value as string);
      trace = { spans: [], omitted: 0 };
      this.open.set(traceId, trace);
    }
    return trace;
  }

  /**
   * Prints what has ended below `root` and leaves the rest: one trace may pass through this process several times at
   * once, each time under a separate root.
   */
  private printFamily(trace: OpenTrace, root: ReadableSpan, remark?: string): void {
    const family = withDescendants(root, trace.spans);
    this.print([...family], { omitted: trace.omitted, ...(remark === undefined ? {} : { remark }) });
    trace.omitted = 0;
    const left = trace.spans.filter((span) => !family.has(span));
    trace.spans.splice(0, Infinity, ...left);
    if (left.length === 0) this.open.delete(root.spanContext().traceId);
  }

  private printUnfinished(traceId: string): void {
    const trace = this.open.get(traceId);
    this.open.delete(traceId);
    if (trace === undefined) return;
    this.print(trace.spans, { omitted: trace.omitted, remark: 'unfinished' });
  }

  private print(spans: readonly ReadableSpan[], about: { readonly omitted: number; readonly remark?: string }): void {
    for (const span of spans) this.printed.add(idOf(span));
    for (const id of this.printed) {
      if (this.printed.size <= MAX_PRINTED_SPANS) break;
      this.printed.delete(id);
    }
    const { isTTY, hasColors } = this.output;
    const color = isTTY === true && (hasColors === undefined || hasColors.call(this.output));
    this.output.write(drawTrace(spans, { color, ...about }));
  }
}

/** A full trace keeps its upper levels: a parent, which ends after its children, takes the place of a span without any. */
function keep(trace: OpenTrace, span: ReadableSpan): void {
  const { spans } = trace;
  if (spans.length >= MAX_SPANS_PER_TRACE) {
    trace.omitted++;
    const parents = new Set(spans.map(parentIdOf));
    if (!parents.has(idOf(span))) return;
    const leaf = spans.findLastIndex((kept) => !parents.has(idOf(kept)));
    spans.splice(leaf, 1);
  }
  spans.push(span);
}
