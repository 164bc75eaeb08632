import { type SpanContext, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { millisToHrTime } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReportedSpan, SpanReporter } from '../../options/span-reporter.js';
import { drawTrace } from './draw-trace.js';
import { OpenTraces, QUIET_MS } from './open-traces.js';
import type { DrawnSpan } from './span-tree.js';
import { showsColours, type Terminal } from './terminal.js';

export interface ConsoleTreeReporterOptions {
  /** Default: standard output. */
  readonly output?: Terminal;
  /** A trace is printed when nothing more has come of it for so long, in milliseconds. Default 500. */
  readonly quietMs?: number;
}

/**
 * Prints the traces of several services as one tree each, in the process that started them: it cannot know which spans
 * are still to come, and so waits until a trace is quiet. For people, in development. For one process, use
 * `exporter: 'console'`.
 *
 * @example
 * const trees = new ConsoleTreeReporter();
 * const child = fork('orders.js', { serialization: 'advanced' });
 * child.on('message', (span: ReportedSpan) => trees.report(span));
 * // in orders.js: tracing: { exporter: { report: (span) => process.send?.(span), close: () => undefined } }
 */
export class ConsoleTreeReporter implements SpanReporter {
  private readonly traces: OpenTraces;

  constructor({ output = process.stdout, quietMs = QUIET_MS }: ConsoleTreeReporterOptions = {}) {
    this.traces = new OpenTraces({
      quietMs,
      // A span of another service may be open without any sign of it.
      isComplete: () => true,
      print: ({ spans, omitted }) => output.write(drawTrace(spans, { color: showsColours(output), omitted })),
    });
  }

  report(span: ReportedSpan): void {
    this.traces.add(drawn(span));
  }

  /** Prints what is there. */
  close(): void {
    this.traces.printAll();
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
