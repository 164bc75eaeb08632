import { SpanKind, TraceFlags } from '@opentelemetry/api';
import { hrTimeToMilliseconds } from '@opentelemetry/core';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { ReportFault } from '../../observation/index.js';
import { statusText } from '../status-text.js';

/** What the log says of a span. */
export interface SpanLine {
  readonly message: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Undefined values are left out of the line. */
  readonly fields: Readonly<Record<string, string | number | undefined>>;
}

/** Hands a line to the log for each span that goes to the exporters. */
export class SpanLogProcessor implements SpanProcessor {
  constructor(
    private readonly write: (line: SpanLine) => void,
    private readonly report: ReportFault,
  ) {}

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
    try {
      this.write(spanLine(span));
    } catch (error) {
      this.report('A span could not be logged', error);
    }
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}

function spanLine(span: ReadableSpan): SpanLine {
  const { traceId, spanId } = span.spanContext();
  return {
    message: `Span ${span.name}`,
    traceId,
    spanId,
    fields: {
      event: 'span',
      name: span.name,
      kind: SpanKind[span.kind].toLowerCase(),
      parent_span_id: span.parentSpanContext?.spanId,
      duration_ms: hrTimeToMilliseconds(span.duration),
      status: statusText(span.status),
      status_message: span.status.message,
    },
  };
}
