import type { Attributes } from '@opentelemetry/api';

/** A span that a {@link SpanReporter} receives. */
export interface ReportedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Undefined for the first span of a trace. */
  readonly parentSpanId: string | undefined;
  /** Spans that caused this span and are not its parent, such as the messages of a batch. */
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly operationName: string;
  readonly startTime: Date;
  readonly finishTime: Date;
  /** The start in milliseconds since 1970, with microseconds after the point. A `Date` has none. */
  readonly startTimeMs: number;
  readonly durationMs: number;
  readonly tags: Attributes;
  readonly logs: readonly { readonly timestamp: Date; readonly name: string; readonly fields: Attributes }[];
  readonly serviceName: string;
  readonly resource: Attributes;
  readonly status: 'unset' | 'ok' | 'error';
  readonly statusMessage: string | undefined;
}

/** The simplest receiver of spans. It receives each sampled span once, after the span has ended. */
export interface SpanReporter {
  report(span: ReportedSpan): void;
  close(): void | Promise<void>;
}
