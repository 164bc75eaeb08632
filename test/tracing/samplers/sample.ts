import { type Attributes, type Context, ROOT_CONTEXT, SpanKind, trace, TraceFlags } from '@opentelemetry/api';
import { RandomIdGenerator, type Sampler, SamplingDecision, type SamplingResult } from '@opentelemetry/sdk-trace';

const ids = new RandomIdGenerator();

/** A span about to start; a request by default. */
export interface Start {
  readonly parent?: Context;
  readonly traceId?: string;
  readonly name?: string;
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
}

export function decide(sampler: Sampler, start: Start = {}): SamplingResult {
  const { parent = ROOT_CONTEXT, traceId = ids.generateTraceId(), name = 'GET', kind = SpanKind.SERVER } = start;
  return sampler.shouldSample(parent, traceId, name, kind, start.attributes ?? {}, []);
}

export function isSampled(sampler: Sampler, start?: Start): boolean {
  return decide(sampler, start).decision === SamplingDecision.RECORD_AND_SAMPLED;
}

/** How many of `count` new traces are sampled. */
export function countSampled(sampler: Sampler, count: number, start?: Start): number {
  return Array.from({ length: count }, () => isSampled(sampler, start)).filter(Boolean).length;
}

export function request(path: string, method = 'GET'): Start {
  return { name: method, attributes: { 'http.request.method': method, 'url.path': path } };
}

export function below(parent: { readonly sampled: boolean; readonly remote: boolean }): Context {
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId: ids.generateTraceId(),
    spanId: ids.generateSpanId(),
    traceFlags: parent.sampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
    isRemote: parent.remote,
  });
}
