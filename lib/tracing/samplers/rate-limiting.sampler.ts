import type { Sampler, SamplingResult } from '@opentelemetry/sdk-trace';
import { NOT_SAMPLED, sampledBy } from './sampling-results.js';
import { TokenBucket } from './token-bucket.js';

/** Samples at most a fixed number of traces per second. */
export class RateLimitingSampler implements Sampler {
  private readonly sampled: SamplingResult;

  constructor(
    private readonly tracesPerSecond: number,
    /** The sampler for that rate. */
    readonly bucket: TokenBucket = new TokenBucket(tracesPerSecond),
  ) {
    this.sampled = sampledBy('ratelimiting', tracesPerSecond);
  }

  shouldSample(): SamplingResult {
    return this.bucket.take() ? this.sampled : NOT_SAMPLED;
  }

  toString(): string {
    return `RateLimitingSampler{${this.tracesPerSecond}}`;
  }
}
