import type { Context } from '@opentelemetry/api';
import { baggageValues } from '../context/baggage.js';
import { traceContextOf } from '../context/trace-context.js';
import { UnitOfWork } from '../observation/index.js';

/** The fields that the current work adds to a line. */
export interface ContextFields {
  trace_id?: string;
  span_id?: string;
  sampled?: boolean;
  request_id?: string;
  fields?: Readonly<Record<string, unknown>>;
}

/**
 * The trace of `context`, under OpenTelemetry's names for non-OTLP log formats, the request id, and selected baggage
 * and assigned fields. The line's own fields take precedence.
 */
export function contextFields(
  context: Context,
  baggageKeys: readonly string[],
  own: Readonly<Record<string, unknown>> | undefined,
): ContextFields {
  const added: ContextFields = {};
  const trace = traceContextOf(context);
  if (trace !== undefined) {
    added.trace_id = trace.traceId;
    added.span_id = trace.spanId;
    added.sampled = trace.sampled;
  }
  const unit = UnitOfWork.of(context);
  const requestId = unit?.requestId;
  if (requestId !== undefined) added.request_id = requestId;
  const baggage = baggageValues(context, baggageKeys);
  if (baggage !== undefined || unit?.fields !== undefined) added.fields = { ...baggage, ...unit?.fields, ...own };
  return added;
}
