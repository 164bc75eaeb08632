import { MAX_INT } from './checks/scalars.js';
import { urlProblem } from './checks/addresses.js';
import type { EnvironmentReader } from './environment.js';
import type { RemoteSamplerOptions, SamplerOption } from './sampler.options.js';

const NAME = 'OTEL_TRACES_SAMPLER';
const ARGUMENT = 'OTEL_TRACES_SAMPLER_ARG';
const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'jaeger_remote',
  'parentbased_jaeger_remote',
] as const;

/** The variables that together name one sampler and its argument. */
export const SAMPLER_VARIABLES = [NAME, ARGUMENT] as const;

export interface SamplerOfEnvironment {
  readonly sampler: SamplerOption;
  readonly parentBased: boolean;
}

/**
 * A wrong argument is ignored with a warning.
 *
 * @throws Refusal if no sampler has this name.
 */
export function samplerOfEnvironment(environment: EnvironmentReader): SamplerOfEnvironment | undefined {
  const name = environment.name(NAME, SAMPLERS, 'There is no such sampler.');
  if (name === undefined) return undefined;
  return {
    sampler: samplerOf(name.replace('parentbased_', ''), environment),
    parentBased: name.startsWith('parentbased_'),
  };
}

function samplerOf(name: string, environment: EnvironmentReader): SamplerOption {
  switch (name) {
    case 'always_on':
      return 'always';
    case 'always_off':
      return 'never';
    case 'traceidratio':
      return { type: 'ratio', ratio: share(environment.text(ARGUMENT), environment) ?? 1 };
    default:
      return remoteSampler(environment);
  }
}

function share(value: string | undefined, environment: EnvironmentReader): number | undefined {
  if (value === undefined) return undefined;
  const ratio = value === '' ? Number.NaN : Number(value);
  if (ratio >= 0 && ratio <= 1) return ratio;
  environment.ignore(ARGUMENT, value, 'It is no number from 0 to 1.');
  return undefined;
}

/** `endpoint=http://localhost:5778/sampling,pollingIntervalMs=5000,initialSamplingRate=0.25` */
function remoteSampler(environment: EnvironmentReader): SamplerOption {
  const sampler: { -readonly [Key in keyof RemoteSamplerOptions]: RemoteSamplerOptions[Key] } = { type: 'remote' };
  const pairs = (environment.text(ARGUMENT) ?? '').split(',').filter((pair) => pair.trim() !== '');
  for (const pair of pairs) {
    const [key = '', value = ''] = pair.split(/=(.*)/s).map((part) => part.trim());
    if (key === 'endpoint') {
      const problem = urlProblem(value, { credentials: false });
      if (problem === undefined) sampler.endpoint = value;
      else environment.ignore(ARGUMENT, pair.includes('@') ? key : pair, `${problem.why} ${problem.fix}`);
    } else if (key === 'pollingIntervalMs') {
      const interval = Number(value);
      if (Number.isInteger(interval) && interval >= 1 && interval <= MAX_INT) sampler.pollIntervalMs = interval;
      else environment.ignore(ARGUMENT, pair, `It is no whole number from 1 to ${MAX_INT}.`);
    } else if (key === 'initialSamplingRate') {
      const ratio = share(value, environment);
      if (ratio !== undefined) sampler.initialRatio = ratio;
    } else {
      environment.ignore(ARGUMENT, pair, 'The sampler knows endpoint, pollingIntervalMs and initialSamplingRate.');
    }
  }
  return sampler;
}
