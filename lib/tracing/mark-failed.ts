import { type Span, SpanStatusCode } from '@opentelemetry/api';
import { readableError } from '../conventions/logs/readable-error.js';

/** Status ERROR, with the exception as an event where there is one. */
export function markFailed(span: Span, error: unknown): void {
  if (error === undefined) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    return;
  }
  const exception = readableError(error);
  span.recordException(exception);
  span.setStatus({ code: SpanStatusCode.ERROR, message: exception.message });
}
