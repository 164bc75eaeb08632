import { AlwaysOffSampler, AlwaysOnSampler, type Sampler, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace';
import type { ResolvedTracing, SamplerOption } from '../../options/tracing.options.js';
import { CallerSamplingSampler } from './caller-sampling.sampler.js';

/** The sampler that the options describe: rules first, then the sampler; a caller's decision before both. */
export function createSampler({ sampler, parentBased }: ResolvedTracing): Sampler {
  const root = samplerOf(sampler);
  return parentBased ? new CallerSamplingSampler(root) : root;
}

function samplerOf(option: SamplerOption): Sampler {
  if (option === 'always') return new AlwaysOnSampler();
  if (option === 'never') return new AlwaysOffSampler();
  if ('shouldSample' in option) return option;
  if (option.type === 'ratio') return new TraceIdRatioBasedSampler(option.ratio);
  throw new TypeError(`The sampler ${option.type} is not there yet`);
}
