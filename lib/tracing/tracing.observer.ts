import {
  type Context,
  type HrTime,
  INVALID_SPANID,
  type Span,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import { clockOf } from '../context/clock-of.js';
import { foreignSpanOf, hasForeignSpan, withoutForeignSpan } from '../context/foreign-span.js';
import { linksOf, withoutLinks } from '../context/links.js';
import { DATABASE } from '../conventions/database/database.kind.js';
import { errorType } from '../conventions/error-type.js';
import { HTTP_SERVER } from '../conventions/http-server/http-server.kind.js';
import { spanKind } from '../conventions/span-kind.js';
import {
  isUnexpected,
  type Labels,
  type Observer,
  type Operation,
  type OperationAttributes,
  type Outcome,
  type Recording,
} from '../observation/index.js';
import { markFailed } from './mark-failed.js';
import { RepeatedCalls } from './repeated/repeated-calls.js';

/** Creates a span for each operation whose kind has spans, unless another instrumentation has created one. */
export class TracingObserver implements Observer {
  readonly name = 'tracing';
  private readonly repeated: RepeatedCalls | undefined;

  constructor(
    private readonly tracer: Tracer,
    private readonly leavesOutBelowUnsampled = false,
    /** The number of queries with the same summary below one span that have separate spans. */
    collapseRepeatedAfter: number | false = false,
  ) {
    if (collapseRepeatedAfter !== false) this.repeated = new RepeatedCalls(tracer, collapseRepeatedAfter);
  }

  begin(operation: Operation, context: Context): Recording | undefined {
    const kind = spanKind(operation.kind);
    if (kind === false) return undefined;
    if (hasForeignSpan(context)) return new ForeignSpanRecording(operation, context);
    if (this.leavesOutBelowUnsampled && isBelowUnsampled(context)) return undefined;
    const links = linksOf(context);
    if (links === undefined && operation.kind === DATABASE.kind && this.repeated !== undefined) {
      const collapsed = this.repeated.begin(operation, context);
      if (collapsed !== undefined) return collapsed;
    }
    // Read attributes here: some operations compute them lazily.
    const { name, labels, attributes } = operation;
    if (links === undefined) {
      const span = this.tracer.startSpan(name, { kind, attributes: { ...labels, ...attributes } }, context);
      return new SpanRecording(span, trace.setSpan(context, span), labels, attributes);
    }
    const options = { kind, attributes: { ...labels, ...attributes }, links: [...links] };
    const span = this.tracer.startSpan(name, options, context);
    return new SpanRecording(span, trace.setSpan(withoutLinks(context), span), labels, attributes);
  }
}

/** True below a local span that is never exported. A remote parent still needs a span id of this process. */
function isBelowUnsampled(context: Context): boolean {
  const span = trace.getSpan(context);
  if (span === undefined || span.isRecording()) return false;
  const { traceFlags, isRemote, spanId } = span.spanContext();
  return (traceFlags & TraceFlags.SAMPLED) === 0 && isRemote !== true && spanId !== INVALID_SPANID;
}

class SpanRecording implements Recording {
  private endedAt: HrTime | undefined;

  constructor(
    private readonly span: Span,
    readonly context: Context,
    private labels: Labels,
    private attributes: OperationAttributes,
  ) {}

  describe(operation: Operation): void {
    const { labels, attributes } = operation;
    this.span.updateName(operation.name);
    this.change(labels, this.labels);
    if (attributes !== this.attributes) this.change(attributes, this.attributes);
    this.labels = labels;
    this.attributes = attributes;
  }

  suspend(): void {
    this.endedAt = clockOf(this.context).now();
  }

  end(_operation: Operation, outcome: Outcome): void {
    const { span, endedAt } = this;
    if (span.isRecording()) {
      span.setAttributes(outcome.facts);
      if (outcome.failed && outcome.facts[ATTR_ERROR_TYPE] === undefined && outcome.error !== undefined) {
        span.setAttribute(ATTR_ERROR_TYPE, errorType(outcome.error));
      }
      if (isUnexpected(outcome)) markFailed(span, outcome, endedAt);
    }
    span.end(endedAt);
  }

  /** Set only changed attributes: a comparison is cheaper than setting an attribute. */
  private change(attributes: OperationAttributes, before: OperationAttributes): void {
    for (const name in attributes) {
      const value = attributes[name];
      if (value !== undefined && value !== before[name]) this.span.setAttribute(name, value);
    }
  }
}

/**
 * Another instrumentation began this span and will end it. For a request, it receives the attributes that only this
 * side knows.
 */
class ForeignSpanRecording implements Recording {
  readonly context: Context;
  private readonly span: Span | undefined;

  constructor(operation: Operation, marked: Context) {
    this.context = withoutForeignSpan(marked);
    // Instrumentations of outgoing requests may leave their span out of the active context.
    this.span = operation.kind === HTTP_SERVER.kind ? foreignSpanOf(marked) : undefined;
  }

  describe({ name, labels }: Operation): void {
    if (this.span?.isRecording()) this.span.updateName(name).setAttributes(labels);
  }

  end(_operation: Operation, outcome: Outcome): void {
    if (isUnexpected(outcome) && this.span?.isRecording()) markFailed(this.span, outcome);
  }
}
