import { AlwaysOffSampler, AlwaysOnSampler, type Sampler, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace';
import type { ReportFault } from '../../observation/index.js';
import type { SamplerOption } from '../../options/sampler.options.js';
import type { ResolvedTracing } from '../../options/tracing.options.js';
import { CallerSamplingSampler } from './caller-sampling.sampler.js';
import { GuardedSampler } from './guarded.sampler.js';
import { RateLimitingSampler } from './rate-limiting.sampler.js';
import { RemoteSampler } from './remote/remote.sampler.js';
import { RuleBasedSampler, UnlessNeverSampler } from './rule-based.sampler.js';
import { SamplingRules } from './sampling-rules.js';

interface Options {
  readonly service: { readonly name: string };
  readonly tracing: Pick<ResolvedTracing, 'sampler' | 'parentBased' | 'rules' | 'disabled'>;
}

/** A sampler that can be stopped. OpenTelemetry's samplers need no stop; some of ours do. */
export interface RunningSampler {
  readonly sampler: Sampler;
  /** Stops the background work of the sampler. It can still decide. */
  close(): void;
}

/**
 * Creates the sampler from the options. The caller's decision comes first, then the rules, then the general sampler.
 */
export function createSampler({ service, tracing }: Options, report: ReportFault): RunningSampler {
  const ends: Array<() => void> = [];
  const close = () => {
    for (const end of ends.splice(0)) end();
  };
  if (tracing.disabled) return { sampler: new AlwaysOffSampler(), close };

  function samplerOf(option: SamplerOption): Sampler {
    if (option === 'always') return new AlwaysOnSampler();
    if (option === 'never') return new AlwaysOffSampler();
    if ('shouldSample' in option) return new GuardedSampler(option, report);
    switch (option.type) {
      case 'ratio':
        return new TraceIdRatioBasedSampler(option.ratio);
      case 'rateLimiting':
        return new RateLimitingSampler(option.tracesPerSecond);
      case 'remote': {
        const remote = new RemoteSampler(
          {
            service: service.name,
            endpoint: option.endpoint ?? 'http://localhost:5778/sampling',
            pollIntervalMs: option.pollIntervalMs ?? 60_000,
            initialRatio: option.initialRatio ?? 0.001,
          },
          report,
        );
        ends.push(remote.start());
        return remote;
      }
    }
  }

  const rules = new SamplingRules(tracing.rules, samplerOf);
  const general = samplerOf(tracing.sampler);
  const root = rules.isEmpty ? general : new RuleBasedSampler(rules, general);
  return { sampler: tracing.parentBased ? belowCallers(root, rules) : root, close };
}

function belowCallers(root: Sampler, rules: SamplingRules): Sampler {
  return new CallerSamplingSampler(root, rules.hasNever ? new UnlessNeverSampler(rules) : undefined);
}
