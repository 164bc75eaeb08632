import type { Attributes, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** A span as it can be sent to another process. */
export interface PlainSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly attributes: Attributes;
  readonly status: SpanStatusCode;
  /** Class and message of what was recorded. */
  readonly exceptions: readonly string[];
}

export function plainSpan(span: ReadableSpan): PlainSpan {
  const { traceId, spanId } = span.spanContext();
  return {
    name: span.name,
    kind: span.kind,
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId,
    attributes: span.attributes,
    status: span.status.code,
    exceptions: span.events.map(
      ({ attributes }) => `${attributes?.['exception.type']}: ${attributes?.['exception.message']}`,
    ),
  };
}
