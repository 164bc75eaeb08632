import type { Attributes, Context, SpanKind } from '@opentelemetry/api';
import type { Sampler, SamplingResult } from '@opentelemetry/sdk-trace';
import { type Clock, TokenBucket } from '../token-bucket.js';
import { GuaranteedThroughputSampler } from './guaranteed-throughput.sampler.js';
import { OperationIndex } from './operation-index.js';
import { ProbabilisticSampler } from './probabilistic.sampler.js';
import type { PerOperationStrategy } from './sampling-strategy.js';

/**
 * The maximum number of operations with a separate lower bound, as in Jaeger's clients. Further operations share the
 * default ratio.
 */
const MAX_OPERATIONS = 2_000;

/** One ratio and one lower bound for each operation. */
export class PerOperationSampler implements Sampler {
  private readonly ordered = new Map<string, GuaranteedThroughputSampler>();
  private readonly index: OperationIndex<GuaranteedThroughputSampler>;
  /** Operations that the strategy does not name, added when they occur. */
  private readonly met = new Map<string, GuaranteedThroughputSampler>();
  private readonly otherwise: ProbabilisticSampler;

  constructor(
    private readonly strategy: PerOperationStrategy,
    private readonly now: Clock,
    previous?: PerOperationSampler,
  ) {
    const { lowerBound } = strategy;
    for (const [operation, ratio] of [...strategy.operations].slice(0, MAX_OPERATIONS)) {
      const bucket = previous?.bucketOf(operation) ?? new TokenBucket(lowerBound, now);
      bucket.changeRate(lowerBound);
      this.ordered.set(operation, new GuaranteedThroughputSampler(ratio, lowerBound, bucket));
    }
    this.index = new OperationIndex(this.ordered);
    this.otherwise = new ProbabilisticSampler(strategy.ratio);
  }

  shouldSample(
    context: Context,
    traceId: string,
    name: string,
    kind: SpanKind,
    attributes: Attributes,
  ): SamplingResult {
    const sampler = this.index.find(name, kind, attributes) ?? this.met.get(name) ?? this.meet(name);
    return sampler.shouldSample(context, traceId);
  }

  toString(): string {
    const { ratio, lowerBound } = this.strategy;
    return `PerOperationSampler{default=${ratio}, lowerBound=${lowerBound}, operations=${this.ordered.size}}`;
  }

  private meet(name: string): GuaranteedThroughputSampler | ProbabilisticSampler {
    if (this.ordered.size + this.met.size >= MAX_OPERATIONS) return this.otherwise;
    const { ratio, lowerBound } = this.strategy;
    const sampler = new GuaranteedThroughputSampler(ratio, lowerBound, new TokenBucket(lowerBound, this.now));
    this.met.set(name, sampler);
    return sampler;
  }

  private bucketOf(operation: string): TokenBucket | undefined {
    return (this.ordered.get(operation) ?? this.met.get(operation))?.bucket;
  }
}
