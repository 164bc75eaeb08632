import { type Context, context as contextApi, INVALID_TRACEID, trace, TraceFlags } from '@opentelemetry/api';

/** The trace and span of the current work. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  readonly sampled: boolean;
}

/** The trace context of `context`; undefined outside any trace. */
export function traceContextOf(context: Context = contextApi.active()): TraceContext | undefined {
  const spanContext = trace.getSpanContext(context);
  if (spanContext === undefined || spanContext.traceId === INVALID_TRACEID) return undefined;
  return {
    traceId: spanContext.traceId,
    spanId: spanContext.spanId,
    sampled: (spanContext.traceFlags & TraceFlags.SAMPLED) !== 0,
  };
}
