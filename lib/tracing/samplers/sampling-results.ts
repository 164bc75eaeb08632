import { type SamplingResult, SamplingDecision } from '@opentelemetry/sdk-trace';

// One object for all decisions of a kind: most of them are made for spans that nobody will see.
export const NOT_SAMPLED: SamplingResult = Object.freeze({ decision: SamplingDecision.NOT_RECORD });
export const SAMPLED: SamplingResult = Object.freeze({ decision: SamplingDecision.RECORD_AND_SAMPLED });

/** Who sampled, under the names that Jaeger's clients use: the backend can tell what one trace stands for. */
export function sampledBy(type: 'probabilistic' | 'ratelimiting' | 'lowerbound', parameter: number): SamplingResult {
  return Object.freeze({
    decision: SamplingDecision.RECORD_AND_SAMPLED,
    attributes: Object.freeze({ 'sampler.type': type, 'sampler.param': parameter }),
  });
}

/** A rule's `'never'`: known by identity, because it holds against `tracing.keep` too. */
export const NEVER: SamplingResult = Object.freeze({ decision: SamplingDecision.NOT_RECORD });
