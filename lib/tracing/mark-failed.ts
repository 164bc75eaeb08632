import { type Span, SpanStatusCode } from '@opentelemetry/api';
import { describeError } from '../conventions/errors/described-error.js';

/** Status ERROR, with the exception as an event where there is one. */
export function markFailed(span: Span, error: unknown): void {
  if (error === undefined) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    return;
  }
  const { type, message, stack } = describeError(error);
  // Without its code: the SDK would take that for the exception's type.
  span.recordException({ name: type, message, ...(stack === undefined ? {} : { stack }) });
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}
