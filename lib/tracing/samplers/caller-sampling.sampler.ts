import { type Attributes, type Context, type Link, type SpanKind, trace } from '@opentelemetry/api';
import { ParentBasedSampler, type Sampler, SamplingDecision, type SamplingResult } from '@opentelemetry/sdk-trace';
import { callerSamplingOf } from '../../context/caller-sampling.js';

/**
 * A caller's decision overrides that of `root`: the sampled flag of its span context, and the additional states of B3
 * and Jaeger, such as a decision without ids, or ids without a decision.
 */
export class CallerSamplingSampler implements Sampler {
  private readonly parentBased: ParentBasedSampler;

  /**
   * `sampledByCaller` decides about requests whose caller has sampled the trace. Without it, all of them are sampled.
   */
  constructor(
    private readonly root: Sampler,
    sampledByCaller?: Sampler,
  ) {
    this.parentBased = new ParentBasedSampler({
      root,
      ...(sampledByCaller === undefined ? {} : { remoteParentSampled: sampledByCaller }),
    });
  }

  shouldSample(
    context: Context,
    traceId: string,
    name: string,
    kind: SpanKind,
    attributes: Attributes,
    links: Link[],
  ): SamplingResult {
    const parent = trace.getSpanContext(context);
    const caller = parent === undefined || parent.isRemote === true ? callerSamplingOf(context) : undefined;
    if (caller?.state === 'deny') return { decision: SamplingDecision.NOT_RECORD };
    if (caller?.state === 'accept' || caller?.state === 'debug') {
      const { attributes: extra } = caller;
      const decision = SamplingDecision.RECORD_AND_SAMPLED;
      return extra === undefined ? { decision } : { decision, attributes: extra };
    }
    const sampler = caller?.state === 'defer' ? this.root : this.parentBased;
    return sampler.shouldSample(context, traceId, name, kind, attributes, links);
  }

  toString(): string {
    return `CallerSampling{${this.root.toString()}}`;
  }
}
