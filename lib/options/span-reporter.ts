import type { Attributes } from '@opentelemetry/api';

/** A span as a {@link SpanReporter} gets it. */
export interface ReportedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Undefined for the first span of a trace. */
  readonly parentSpanId: string | undefined;
  /** Spans that it comes from without being below them, such as the messages of a batch. */
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly operationName: string;
  readonly startTime: Date;
  readonly finishTime: Date;
  readonly durationMs: number;
  readonly tags: Attributes;
  readonly logs: readonly { readonly timestamp: Date; readonly name: string; readonly fields: Attributes }[];
  readonly serviceName: string;
  readonly resource: Attributes;
  readonly status: 'unset' | 'ok' | 'error';
  readonly statusMessage: string | undefined;
}

/** The simplest thing that can receive spans: each sampled one, once, when it has finished. */
export interface SpanReporter {
  report(span: ReportedSpan): void;
  close(): void | Promise<void>;
}
