import {
  type Context,
  isSpanContextValid,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { callerSamplingOf, noteCallerSampling } from '../caller-sampling.js';
import {
  B3,
  B3_FLAGS,
  B3_PARENT_SPAN_ID,
  B3_SAMPLED,
  B3_SPAN_ID,
  B3_TRACE_ID,
  flagsOf,
  readMulti,
  readSingle,
} from './b3-fields.js';

/**
 * Zipkin's B3, in one header or in several. It reads both forms: ids in lower case, and each sampling state, alone and
 * with ids. https://github.com/openzipkin/b3-propagation
 */
export class B3Propagator implements TextMapPropagator {
  constructor(private readonly form: 'single' | 'multi') {}

  inject<Carrier>(context: Context, carrier: Carrier, setter: TextMapSetter<Carrier>): void {
    const current = trace.getSpanContext(context);
    if (current === undefined || !isSpanContextValid(current) || isTracingSuppressed(context)) return;
    const { traceId, spanId, traceFlags } = current;
    const sampled = (traceFlags & TraceFlags.SAMPLED) !== 0;
    const debug = sampled && callerSamplingOf(context)?.state === 'debug';
    if (this.form === 'single') {
      setter.set(carrier, B3, `${traceId}-${spanId}-${debug ? 'd' : Number(sampled)}`);
      return;
    }
    setter.set(carrier, B3_TRACE_ID, traceId);
    setter.set(carrier, B3_SPAN_ID, spanId);
    // Debug implies sampled.
    if (debug) setter.set(carrier, B3_FLAGS, '1');
    else setter.set(carrier, B3_SAMPLED, sampled ? '1' : '0');
  }

  extract<Carrier>(context: Context, carrier: Carrier, getter: TextMapGetter<Carrier>): Context {
    const { ids, state } = readSingle(carrier, getter) ?? readMulti(carrier, getter);
    const sender = ids && { ...ids, traceFlags: flagsOf(state), isRemote: true };
    if (sender === undefined || !isSpanContextValid(sender)) {
      return state === undefined ? context : noteCallerSampling(context, { state });
    }
    const extracted = trace.setSpanContext(context, sender);
    if (state === 'accept' || state === 'deny') return extracted;
    return noteCallerSampling(extracted, { state: state ?? 'defer' }, sender.traceId);
  }

  fields(): string[] {
    if (this.form === 'single') return [B3];
    return [B3_TRACE_ID, B3_SPAN_ID, B3_FLAGS, B3_SAMPLED, B3_PARENT_SPAN_ID];
  }
}
