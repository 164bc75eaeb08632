import { AlwaysOffSampler, type Sampler, type SamplingResult } from '@opentelemetry/sdk-trace';
import { NEVER } from './sampling-results.js';

/** The sampler of a rule's `'never'`: `keep` does not export such a trace, even after an error. */
export class NeverSampler implements Sampler {
  shouldSample(): SamplingResult {
    return NEVER;
  }

  toString(): string {
    return new AlwaysOffSampler().toString();
  }
}
