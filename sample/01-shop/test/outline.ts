import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** The names of a trace's spans, one below the other, children indented below their parent, in the order of their start. */
export function outline(spans: readonly ReadableSpan[]): string[] {
  const ids = new Set(spans.map((span) => span.spanContext().spanId));
  const roots = spans.filter((span) => !ids.has(span.parentSpanContext?.spanId ?? ''));
  return roots.flatMap((root) => outlineOf(root, spans, ''));
}

function outlineOf(span: ReadableSpan, spans: readonly ReadableSpan[], indent: string): string[] {
  const children = spans
    .filter((other) => other.parentSpanContext?.spanId === span.spanContext().spanId)
    .toSorted((a, b) => a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1]);
  return [`${indent}${span.name}`, ...children.flatMap((child) => outlineOf(child, spans, `${indent}  `))];
}
