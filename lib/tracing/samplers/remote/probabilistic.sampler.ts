import type { Context } from '@opentelemetry/api';
import {
  type Sampler,
  SamplingDecision,
  type SamplingResult,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import { NOT_SAMPLED, sampledBy } from '../sampling-results.js';

/** Samples a share of all traces by trace id, and adds the sampler's attributes to the span. */
export class ProbabilisticSampler implements Sampler {
  private readonly byTraceId: TraceIdRatioBasedSampler;
  private readonly sampled: SamplingResult;

  constructor(ratio: number) {
    this.byTraceId = new TraceIdRatioBasedSampler(ratio);
    this.sampled = sampledBy('probabilistic', ratio);
  }

  shouldSample(context: Context, traceId: string): SamplingResult {
    const { decision } = this.byTraceId.shouldSample(context, traceId);
    return decision === SamplingDecision.RECORD_AND_SAMPLED ? this.sampled : NOT_SAMPLED;
  }

  toString(): string {
    return this.byTraceId.toString();
  }
}
