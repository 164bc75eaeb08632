import { type Span, SpanStatusCode } from '@opentelemetry/api';

/** Status ERROR, with the exception as an event where there is one. */
export function markFailed(span: Span, error: unknown): void {
  if (error === undefined) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    return;
  }
  const exception = toException(error);
  span.recordException(exception);
  span.setStatus({
    code: SpanStatusCode.ERROR,
    message: typeof exception === 'string' ? exception : exception.message,
  });
}

// By shape and not by class: an error may come from another realm, and anything may be thrown.
function toException(error: unknown): Error | string {
  if (typeof (error as { message?: unknown } | null)?.message === 'string') return error as Error;
  try {
    return String(error);
  } catch {
    return typeof error;
  }
}
