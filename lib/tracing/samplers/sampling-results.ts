import { type SamplingResult, SamplingDecision } from '@opentelemetry/sdk-trace';

// All decisions of a kind share one object, because most spans are not sampled.
export const NOT_SAMPLED: SamplingResult = Object.freeze({ decision: SamplingDecision.NOT_RECORD });
export const SAMPLED: SamplingResult = Object.freeze({ decision: SamplingDecision.RECORD_AND_SAMPLED });

/** The sampler's name and parameter, under the names of Jaeger clients. The backend uses them to extrapolate. */
export function sampledBy(type: 'probabilistic' | 'ratelimiting' | 'lowerbound', parameter: number): SamplingResult {
  return Object.freeze({
    decision: SamplingDecision.RECORD_AND_SAMPLED,
    attributes: Object.freeze({ 'sampler.type': type, 'sampler.param': parameter }),
  });
}

/** The decision of a rule's `'never'`. `tracing.keep` recognises it by identity, because the rule overrides it. */
export const NEVER: SamplingResult = Object.freeze({ decision: SamplingDecision.NOT_RECORD });
