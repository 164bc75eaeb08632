import type { Context } from '@opentelemetry/api';
import type { Sampler, SamplingResult } from '@opentelemetry/sdk-trace';
import { NOT_SAMPLED, sampledBy } from '../sampling-results.js';
import { TokenBucket } from '../token-bucket.js';
import { ProbabilisticSampler } from './probabilistic.sampler.js';

/** Samples a share of the traces of one operation, and at least the lower bound per second. */
export class GuaranteedThroughputSampler implements Sampler {
  private readonly probabilistic: ProbabilisticSampler;
  private readonly byLowerBound: SamplingResult;

  constructor(
    private readonly ratio: number,
    private readonly lowerBound: number,
    /** The sampler for the rate of the lower bound. */
    readonly bucket: TokenBucket = new TokenBucket(lowerBound),
  ) {
    this.probabilistic = new ProbabilisticSampler(ratio);
    this.byLowerBound = sampledBy('lowerbound', ratio);
  }

  shouldSample(context: Context, traceId: string): SamplingResult {
    const result = this.probabilistic.shouldSample(context, traceId);
    // Traces that the ratio has sampled count towards the lower bound.
    const guaranteed = this.bucket.take();
    if (result !== NOT_SAMPLED) return result;
    return guaranteed ? this.byLowerBound : NOT_SAMPLED;
  }

  toString(): string {
    return `GuaranteedThroughputSampler{${this.ratio}, lowerBound=${this.lowerBound}}`;
  }
}
