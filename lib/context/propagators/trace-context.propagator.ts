import {
  type Context,
  isSpanContextValid,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
} from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { TraceStateList } from '../trace-state.js';
import { joinedValues } from './field-readers.js';
import { readTraceParent, writeTraceParent } from './trace-parent.js';

const TRACEPARENT = 'traceparent';
const TRACESTATE = 'tracestate';

/** W3C Trace Context, level 2: https://www.w3.org/TR/trace-context-2/. OpenTelemetry's propagator implements level 1. */
export class TraceContextPropagator implements TextMapPropagator {
  inject<Carrier>(context: Context, carrier: Carrier, setter: TextMapSetter<Carrier>): void {
    const current = trace.getSpanContext(context);
    if (current === undefined || !isSpanContextValid(current) || isTracingSuppressed(context)) return;
    setter.set(carrier, TRACEPARENT, writeTraceParent(current));
    const state = current.traceState?.serialize();
    if (state) setter.set(carrier, TRACESTATE, state);
  }

  extract<Carrier>(context: Context, carrier: Carrier, getter: TextMapGetter<Carrier>): Context {
    const sender = readTraceParent(getter.get(carrier, TRACEPARENT));
    if (sender === undefined || !isSpanContextValid(sender)) return context;
    const header = joinedValues(getter.get(carrier, TRACESTATE));
    const traceState = header === undefined ? undefined : TraceStateList.parse(header);
    return trace.setSpanContext(context, traceState === undefined ? sender : { ...sender, traceState });
  }

  fields(): string[] {
    return [TRACEPARENT, TRACESTATE];
  }
}
