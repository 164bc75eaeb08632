import { AlwaysOffSampler, type Sampler, type SamplingResult } from '@opentelemetry/sdk-trace';
import { NEVER } from './sampling-results.js';

/** What a rule's `'never'` stands for: not even an error brings such a trace back. */
export class NeverSampler implements Sampler {
  shouldSample(): SamplingResult {
    return NEVER;
  }

  toString(): string {
    return new AlwaysOffSampler().toString();
  }
}
