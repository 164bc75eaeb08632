import { type Span, SpanStatusCode } from '@opentelemetry/api';
import { describeError } from '../conventions/errors/described-error.js';

/**
 * Sets the status ERROR, and adds the exception as an event if there is one. `errorType` names an error that is only a
 * value.
 */
export function markFailed(span: Span, error: unknown, errorType?: string): void {
  if (error === undefined) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    return;
  }
  const { type, message, stack } = describeError(error, errorType);
  // Leave out the code: the SDK would use it as the exception's type.
  span.recordException({ name: type, message, ...(stack === undefined ? {} : { stack }) });
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}
