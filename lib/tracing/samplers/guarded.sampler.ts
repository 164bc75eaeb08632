import { type Sampler, SamplingDecision, type SamplingResult } from '@opentelemetry/sdk-trace';
import type { ReportFault } from '../../observation/index.js';
import { NOT_SAMPLED } from './sampling-results.js';

/** Guards the application against faults of a custom sampler. An invalid decision means not sampled. */
export class GuardedSampler implements Sampler {
  constructor(
    private readonly sampler: Sampler,
    private readonly report: ReportFault,
  ) {}

  shouldSample(...call: Parameters<Sampler['shouldSample']>): SamplingResult {
    try {
      const result = this.sampler.shouldSample(...call);
      if (SamplingDecision[result.decision] !== undefined) return result;
      this.report('A sampler gave no valid decision', result.decision);
    } catch (error) {
      this.report('A sampler failed', error);
    }
    return NOT_SAMPLED;
  }

  toString(): string {
    try {
      return this.sampler.toString();
    } catch {
      return 'Sampler';
    }
  }
}
