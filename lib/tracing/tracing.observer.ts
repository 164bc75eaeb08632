import { type Context, type Span, trace, type Tracer } from '@opentelemetry/api';
import { MEASUREMENT } from '../conventions/measurement.js';
import { spanKind } from '../conventions/operation-kind.js';
import type { Labels, Observer, Operation, Outcome, Recording } from '../observation/index.js';
import { markFailed } from './mark-failed.js';

const NO_SPAN: Recording = { end: () => undefined };

/** Makes a span of each operation that is more than a measurement. */
export class TracingObserver implements Observer {
  readonly name = 'tracing';

  constructor(private readonly tracer: Tracer) {}

  begin(operation: Operation, context: Context): Recording {
    if (operation.kind === MEASUREMENT) return NO_SPAN;
    const { name, labels, attributes } = operation;
    const span = this.tracer.startSpan(
      name,
      { kind: spanKind(operation.kind), attributes: { ...labels, ...attributes } },
      context,
    );
    return new SpanRecording(span, trace.setSpan(context, span), labels);
  }
}

class SpanRecording implements Recording {
  constructor(
    private readonly span: Span,
    readonly context: Context,
    private labels: Labels,
  ) {}

  describe(operation: Operation): void {
    this.span.updateName(operation.name);
    // Those that are new: setting an attribute costs more than comparing it.
    for (const name in operation.labels) {
      const value = operation.labels[name];
      if (value !== undefined && value !== this.labels[name]) this.span.setAttribute(name, value);
    }
    this.labels = operation.labels;
  }

  end(_operation: Operation, outcome: Outcome): void {
    const { span } = this;
    if (span.isRecording()) {
      span.setAttributes(outcome.facts);
      if (outcome.failed) markFailed(span, outcome.error);
    }
    span.end();
  }
}
