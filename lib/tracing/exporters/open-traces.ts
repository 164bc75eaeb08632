import { type DrawnSpan, idOf, parentIdOf } from './span-tree.js';

/** Traces that wait at the same time. The oldest is printed early if there are more. */
const MAX_OPEN_TRACES = 500;
/** Spans kept of one trace. Further ones are counted. */
const MAX_SPANS_PER_TRACE = 500;
/** By default, a trace is printed if no span of it has ended for this long. */
export const QUIET_MS = 500;

/** The ended spans of one trace. */
export interface OpenTrace {
  readonly spans: DrawnSpan[];
  /** The number of spans that were not kept. */
  omitted: number;
}

interface WaitingTrace extends OpenTrace {
  timer: NodeJS.Timeout | undefined;
}

export interface OpenTracesOptions {
  readonly quietMs: number;
  /** False while a span of the trace is known to be open. Such a trace waits, however quiet it is. */
  isComplete(trace: OpenTrace): boolean;
  print(trace: OpenTrace): void;
}

/**
 * Collects the spans of traces, and prints each trace when it is complete and quiet: one trace may enter this process
 * several times, and its last spans may end after its root.
 */
export class OpenTraces {
  private readonly open = new Map<string, WaitingTrace>();

  constructor(private readonly options: OpenTracesOptions) {}

  add(span: DrawnSpan): void {
    const { traceId } = span.spanContext();
    const trace = this.open.get(traceId) ?? this.begin(traceId);
    keep(trace, span);
    if (trace.timer === undefined) trace.timer = setTimeout(() => this.beQuiet(traceId), this.options.quietMs).unref();
    else trace.timer.refresh();
  }

  /** Prints all traces, complete or not. */
  readonly printAll = (): void => {
    for (const traceId of this.open.keys()) this.print(traceId);
  };

  private begin(traceId: string): WaitingTrace {
    const [oldest] = this.open.keys();
    if (oldest !== undefined && this.open.size >= MAX_OPEN_TRACES) this.print(oldest);
    if (this.open.size === 0) process.on('exit', this.printAll);
    const trace = { spans: [], omitted: 0, timer: undefined };
    this.open.set(traceId, trace);
    return trace;
  }

  private beQuiet(traceId: string): void {
    const trace = this.open.get(traceId);
    if (trace === undefined) return;
    if (this.options.isComplete(trace)) this.print(traceId);
    else trace.timer = undefined;
  }

  private print(traceId: string): void {
    const trace = this.open.get(traceId);
    if (trace === undefined) return;
    clearTimeout(trace.timer);
    this.open.delete(traceId);
    if (this.open.size === 0) process.off('exit', this.printAll);
    this.options.print(trace);
  }
}

/** A full trace keeps its upper levels: a parent, which ends after its children, replaces a span without children. */
function keep(trace: OpenTrace, span: DrawnSpan): void {
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
