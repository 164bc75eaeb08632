import { type Context, ROOT_CONTEXT, type Span, trace, type Tracer } from '@opentelemetry/api';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { databaseOperation } from '../../../lib/conventions/database/database.js';
import type { Operation, Recording } from '../../../lib/observation/index.js';
import { TracingObserver } from '../../../lib/tracing/tracing.observer.js';
import { ExaminedSpanExporter } from '../../conventions/registry/examined-exporter.js';

export const SELECT_USERS = databaseOperation({ system: 'postgresql', operation: 'SELECT', collection: 'users' });

/** An observer, and what comes out of it. */
export interface Stage {
  readonly tracer: Tracer;
  readonly observer: TracingObserver;
  readonly exporter: InMemorySpanExporter;
  /** A new parent and its context. */
  parent(): [Span, Context];
  spans(name?: string): ReadableSpan[];
}

/** Begins with no spans; `limit` as in `database.collapseRepeatedAfter`. */
export function stage(limit: number | false): Stage {
  const exporter = new ExaminedSpanExporter();
  const tracer = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }).getTracer('test');
  return {
    tracer,
    exporter,
    observer: new TracingObserver(tracer, true, limit),
    parent: () => {
      const span = tracer.startSpan('parent');
      return [span, trace.setSpan(ROOT_CONTEXT, span)];
    },
    spans: (name) => exporter.getFinishedSpans().filter((span) => name === undefined || span.name === name),
  };
}

export function begin({ observer }: Stage, context: Context, operation: Operation = SELECT_USERS): Recording {
  const recording = observer.begin(operation, context);
  if (recording === undefined) throw new Error('Nothing was recorded');
  return recording;
}

export function end(recording: Recording, durationMs = 1, operation: Operation = SELECT_USERS): void {
  recording.end(operation, { failed: false, facts: {}, durationMs });
}

export function query(on: Stage, context: Context, durationMs = 1, operation: Operation = SELECT_USERS): void {
  end(begin(on, context, operation), durationMs, operation);
}
