import { type Span, SpanStatusCode, type TimeInput } from '@opentelemetry/api';
import { describeError } from '../conventions/errors/described-error.js';
import { failureType } from '../conventions/error-type.js';
import type { Outcome } from '../observation/index.js';

/**
 * Sets the status ERROR, and adds the exception as an event if there is one. `failedAt` is the time of the failure.
 * Default: now.
 */
export function markFailed(span: Span, outcome: Outcome, failedAt?: TimeInput): void {
  const { error, requestError } = outcome;
  if (error === undefined) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    return;
  }
  const { type, message, stack } = describeError(error, { valueType: failureType(outcome), wrapper: requestError });
  // Leave out the code: the SDK would use it as the exception's type.
  span.recordException({ name: type, message, ...(stack === undefined ? {} : { stack }) }, failedAt);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}
