import { type Attributes, type SpanContext, TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** A finished span as a sampled one, because exporting processors ignore any other. */
export function keptSpan(span: ReadableSpan, further: Attributes | undefined): ReadableSpan {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  const sampled = { traceId, spanId, traceFlags: traceFlags | TraceFlags.SAMPLED };
  const context: SpanContext = traceState === undefined ? sampled : { ...sampled, traceState };
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => context,
    ...(span.parentSpanContext === undefined ? {} : { parentSpanContext: span.parentSpanContext }),
    startTime: span.startTime,
    endTime: span.endTime,
    status: span.status,
    attributes: further === undefined ? span.attributes : { ...span.attributes, ...further },
    links: span.links,
    events: span.events,
    duration: span.duration,
    ended: span.ended,
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}
