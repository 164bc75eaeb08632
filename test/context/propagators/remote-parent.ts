import {
  type Context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
  type SpanContext,
  type TextMapPropagator,
  trace,
} from '@opentelemetry/api';
import { createPropagator } from '../../../lib/context/propagators/create-propagator.js';

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
export const SHORT_ID = '8448eb211c80319c';
export const PADDED_ID = `0000000000000000${SHORT_ID}`;
export const SPAN_ID = 'b7ad6b7169203331';

export type Carrier = Readonly<Record<string, unknown>>;
export type Options = Parameters<typeof createPropagator>[0];

/** The context that `carrier` brings to a process in which nothing is under way. */
export async function extracted(options: Options, carrier: Carrier, context = ROOT_CONTEXT): Promise<Context> {
  return extractWith(await createPropagator(options), carrier, context);
}

export function extractWith(propagator: TextMapPropagator, carrier: Carrier, context = ROOT_CONTEXT): Context {
  return propagator.extract(context, carrier, defaultTextMapGetter);
}

export async function injected(options: Options, context: Context): Promise<Record<string, string>> {
  const carrier: Record<string, string> = {};
  (await createPropagator(options)).inject(context, carrier, defaultTextMapSetter);
  return carrier;
}

/** `traceId-spanId-flags`; undefined when no trace is joined. */
export function joined(context: Context): string | undefined {
  const remote = trace.getSpanContext(context);
  return remote === undefined ? undefined : `${remote.traceId}-${remote.spanId}-${remote.traceFlags}`;
}

export function baggageOf(context: Context): Record<string, string> | undefined {
  const entries = propagation.getBaggage(context)?.getAllEntries();
  return entries === undefined ? undefined : Object.fromEntries(entries.map(([key, { value }]) => [key, value]));
}

export function contextOf(spanContext: Partial<SpanContext> = {}, baggage?: Record<string, string>): Context {
  const context = trace.setSpanContext(ROOT_CONTEXT, {
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    traceFlags: 1,
    ...spanContext,
  });
  if (baggage === undefined) return context;
  const entries = Object.entries(baggage).map(([key, value]) => [key, { value }] as const);
  return propagation.setBaggage(context, propagation.createBaggage(Object.fromEntries(entries)));
}
