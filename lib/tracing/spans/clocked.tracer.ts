import {
  type Context,
  context as contextApi,
  INVALID_SPAN_CONTEXT,
  isSpanContextValid,
  type Link,
  type Span,
  type SpanContext,
  SpanKind,
  type SpanOptions,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import { cleanAttributes, isTracingSuppressed } from '@opentelemetry/core';
import { type IdGenerator, type Sampler, SamplingDecision, type SamplingResult } from '@opentelemetry/sdk-trace';
import { clockOf, setClock } from '../../context/clock-of.js';
import { RANDOM_FLAG } from '../../context/random-flag.js';
import { RecordedSpan, type SpanSource } from './recorded.span.js';
import { SpanAttributes } from './span-attributes.js';
import { ATTRIBUTE_LIMITS } from './span-limits.js';

/** What all tracers of one provider share. */
export interface SpanDecisions {
  readonly sampler: Sampler;
  readonly ids: IdGenerator;
  /** True if the trace ids of `ids` are random in all digits that W3C Trace Context asks for. */
  readonly hasRandomIds: boolean;
}

/** Starts spans as OpenTelemetry's SDK does, with the clock of their local root, and with the flag for random ids. */
export class ClockedTracer implements Tracer {
  constructor(
    private readonly source: SpanSource,
    private readonly decisions: SpanDecisions,
  ) {}

  startSpan(name: string, options: SpanOptions = {}, given: Context = contextApi.active()): Span {
    const context = options.root === true ? trace.deleteSpan(given) : given;
    if (isTracingSuppressed(context)) return trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
    const { sampler, ids } = this.decisions;
    const parent = validParent(context);
    const spanId = ids.generateSpanId();
    const traceId = parent?.traceId ?? ids.generateTraceId();
    const kind = options.kind ?? SpanKind.INTERNAL;
    const links = options.links === undefined ? [] : options.links.map(cleanLink);
    const attributes = new SpanAttributes();
    attributes.addAll(options.attributes);
    const sampled = sampler.shouldSample(context, traceId, name, kind, attributes.all, links);
    const spanContext = this.spanContext(traceId, spanId, parent, sampled);
    const clock = clockOf(context);
    if (sampled.decision === SamplingDecision.NOT_RECORD) {
      const unrecorded = trace.wrapSpanContext(spanContext);
      setClock(unrecorded, clock);
      return unrecorded;
    }
    attributes.addAll(sampled.attributes);
    const { startTime } = options;
    const beginning = { name, kind, spanContext, parent, attributes, links, startTime };
    return new RecordedSpan(this.source, beginning, clock, context);
  }

  startActiveSpan<F extends (span: Span) => unknown>(name: string, ...rest: readonly unknown[]): ReturnType<F> {
    const fn = rest.at(-1) as F;
    const [options, given] = rest.slice(0, -1) as [SpanOptions?, Context?];
    const parent = given ?? contextApi.active();
    const span = this.startSpan(name, options, parent);
    return contextApi.with(trace.setSpan(parent, span), fn as never, undefined, span) as ReturnType<F>;
  }

  private spanContext(
    traceId: string,
    spanId: string,
    parent: SpanContext | undefined,
    sampled: SamplingResult,
  ): SpanContext {
    const isSampled = sampled.decision === SamplingDecision.RECORD_AND_SAMPLED;
    const ownRandom = this.decisions.hasRandomIds ? RANDOM_FLAG : TraceFlags.NONE;
    const random = parent === undefined ? ownRandom : parent.traceFlags & RANDOM_FLAG;
    const traceFlags = (isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE) | random;
    const traceState = sampled.traceState ?? parent?.traceState;
    return traceState === undefined ? { traceId, spanId, traceFlags } : { traceId, spanId, traceFlags, traceState };
  }
}

function validParent(context: Context): SpanContext | undefined {
  const parent = trace.getSpanContext(context);
  return parent !== undefined && isSpanContextValid(parent) ? parent : undefined;
}

function cleanLink({ context, attributes }: Link): Link {
  return { context, ...cleanAttributes(attributes, ATTRIBUTE_LIMITS) };
}
