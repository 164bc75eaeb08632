import { type Attributes, type Context, type Link, type Span, type SpanKind, trace } from '@opentelemetry/api';
import { type Sampler, SamplingDecision, type SamplingResult } from '@opentelemetry/sdk-trace';
import { NEVER } from './sampling-results.js';

/** Records every span that `sampler` drops, except spans of traces that a `'never'` rule excludes. */
export class KeepSampler implements Sampler {
  constructor(private readonly sampler: Sampler) {}

  shouldSample(
    context: Context,
    traceId: string,
    name: string,
    kind: SpanKind,
    attributes: Attributes,
    links: Link[],
  ): SamplingResult {
    const result = this.sampler.shouldSample(context, traceId, name, kind, attributes, links);
    if (result.decision !== SamplingDecision.NOT_RECORD) return result;
    if (result === NEVER || isBelowNever(trace.getSpan(context))) return NEVER;
    return { ...result, decision: SamplingDecision.RECORD };
  }

  toString(): string {
    return `KeepSampler{${this.sampler.toString()}}`;
  }
}

/** In this process, every span is recorded, unless a `'never'` rule excludes its trace. */
function isBelowNever(parent: Span | undefined): boolean {
  return parent !== undefined && parent.spanContext().isRemote !== true && !('startTime' in parent);
}
