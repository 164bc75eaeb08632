import {
  type Context,
  isSpanContextValid,
  type SpanContext,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { callerSamplingOf, noteCallerSampling } from '../caller-sampling.js';
import { soleValue } from './field-readers.js';

const UBER_TRACE_ID = 'uber-trace-id';
const JAEGER_DEBUG_ID = 'jaeger-debug-id';
const IDENTITY = /^([0-9a-f]{1,32}):([0-9a-f]{1,16}):[0-9a-f]{1,16}:([0-9a-f]{1,2})$/i;
const SAMPLED = 0x1;
const DEBUG = 0x2;

/**
 * Jaeger's trace context: `uber-trace-id: {trace-id}:{span-id}:{parent-span-id}:{flags}`. A caller without a trace can
 * send `jaeger-debug-id`: the new trace is then always sampled, and has the id as an attribute.
 * https://www.jaegertracing.io/docs/1.21/client-libraries/#propagation-format
 */
export class JaegerPropagator implements TextMapPropagator {
  inject<Carrier>(context: Context, carrier: Carrier, setter: TextMapSetter<Carrier>): void {
    const current = trace.getSpanContext(context);
    if (current === undefined || !isSpanContextValid(current) || isTracingSuppressed(context)) return;
    const isSampled = (current.traceFlags & TraceFlags.SAMPLED) !== 0;
    const flags = isSampled ? SAMPLED | (callerSamplingOf(context)?.state === 'debug' ? DEBUG : 0) : 0;
    // The parent's id is deprecated: receivers ignore it.
    setter.set(carrier, UBER_TRACE_ID, `${current.traceId}:${current.spanId}:0:0${flags}`);
  }

  extract<Carrier>(context: Context, carrier: Carrier, getter: TextMapGetter<Carrier>): Context {
    const identity = parse(soleValue(getter.get(carrier, UBER_TRACE_ID)));
    if (identity === undefined) return extractDebugId(context, carrier, getter);
    const extracted = trace.setSpanContext(context, identity.spanContext);
    return identity.debug ? noteCallerSampling(extracted, { state: 'debug' }, identity.spanContext.traceId) : extracted;
  }

  fields(): string[] {
    return [UBER_TRACE_ID];
  }
}

function parse(header: string | undefined): { spanContext: SpanContext; debug: boolean } | undefined {
  // Some clients url-encode the whole value. None of its characters needs encoding.
  const [, traceId, spanId, digits] = IDENTITY.exec(header?.replaceAll(/%3a/gi, ':') ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || digits === undefined) return undefined;
  const flags = Number.parseInt(digits, 16);
  const spanContext = {
    traceId: traceId.toLowerCase().padStart(32, '0'),
    spanId: spanId.toLowerCase().padStart(16, '0'),
    traceFlags: (flags & (SAMPLED | DEBUG)) === 0 ? TraceFlags.NONE : TraceFlags.SAMPLED,
    isRemote: true,
  };
  return isSpanContextValid(spanContext) ? { spanContext, debug: (flags & DEBUG) !== 0 } : undefined;
}

function extractDebugId<Carrier>(context: Context, carrier: Carrier, getter: TextMapGetter<Carrier>): Context {
  const debugId = soleValue(getter.get(carrier, JAEGER_DEBUG_ID));
  if (debugId === undefined || debugId === '') return context;
  return noteCallerSampling(context, { state: 'debug', attributes: { [JAEGER_DEBUG_ID]: debugId } });
}
