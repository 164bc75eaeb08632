import { type SpanContext, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { millisToHrTime } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReportedSpan, SpanReporter } from '../../options/span-reporter.js';
import { drawTrace } from './draw-trace.js';
import type { Terminal } from './console-tree.exporter.js';
import type { DrawnSpan } from './span-tree.js';

/** Traces that are open at once. The oldest is printed when there are more. */
const MAX_OPEN_TRACES = 500;
/** Spans kept of one trace; further ones are counted. */
const MAX_SPANS_PER_TRACE = 500;

export interface ConsoleTreeReporterOptions {
  /** Default: standard output. */
  readonly output?: Terminal;
  /** A trace is printed when nothing more has come of it for so long, in milliseconds. Default 500. */
  readonly quietMs?: number;
}

interface OpenTrace {
  readonly spans: DrawnSpan[];
  omitted: number;
  readonly timer: NodeJS.Timeout;
}

/**
 * Prints the traces of several services as one tree each, in the process that started them: it cannot know which spans
 * are still to come, and so waits until a trace is quiet. For people, in development. In one process,
 * `exporter: 'console'` prints at once.
 *
 * @example
 * const trees = new ConsoleTreeReporter();
 * const child = fork('orders.js', { serialization: 'advanced' });
 * child.on('message', (span: ReportedSpan) => trees.report(span));
 * // in orders.js: tracing: { exporter: { report: (span) => process.send?.(span), close: () => undefined } }
 */
export class ConsoleTreeReporter implements SpanReporter {
  private readonly open = new Map<string, OpenTrace>();
  private readonly output: Terminal;
  private readonly quietMs: number;

  constructor({ output = process.stdout, quietMs = 500 }: ConsoleTreeReporterOptions = {}) {
    this.output = output;
    this.quietMs = quietMs;
  }

  report(span: ReportedSpan): void {
    const trace = this.open.get(span.traceId) ?? this.begin(span.traceId);
    trace.timer.refresh();
    if (trace.spans.length < MAX_SPANS_PER_TRACE) trace.spans.push(drawn(span));
    else trace.omitted++;
  }

  /** Prints what is there. */
  close(): void {
    for (const traceId of this.open.keys()) this.print(traceId);
  }

  private begin(traceId: string): OpenTrace {
    const [oldest] = this.open.keys();
    if (oldest !== undefined && this.open.size >= MAX_OPEN_TRACES) this.print(oldest);
    const timer = setTimeout(() => this.print(traceId), this.quietMs).unref();
    const trace = { spans: [], omitted: 0, timer };
    this.open.set(traceId, trace);
    return trace;
  }

  private print(traceId: string): void {
    const trace = this.open.get(traceId);
    if (trace === undefined) return;
    clearTimeout(trace.timer);
    this.open.delete(traceId);
    const { isTTY, hasColors } = this.output;
    const color = isTTY === true && (hasColors === undefined || hasColors.call(this.output));
    this.output.write(drawTrace(trace.spans, { color, omitted: trace.omitted }));
  }
}

function drawn(span: ReportedSpan): DrawnSpan {
  const { traceId, spanId, parentSpanId, status, statusMessage } = span;
  const context: SpanContext = { traceId, spanId, traceFlags: TraceFlags.SAMPLED };
  const code = { unset: SpanStatusCode.UNSET, ok: SpanStatusCode.OK, error: SpanStatusCode.ERROR }[status];
  return {
    name: span.operationName,
    status: statusMessage === undefined ? { code } : { code, message: statusMessage },
    startTime: millisToHrTime(span.startTimeMs),
    duration: millisToHrTime(span.durationMs),
    attributes: span.tags,
    resource: resourceFromAttributes(span.resource),
    spanContext: () => context,
    ...(parentSpanId === undefined ? {} : { parentSpanContext: { ...context, spanId: parentSpanId } }),
  };
}
