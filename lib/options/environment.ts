import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EXPORTER_NAMES, type ExporterName, PROPAGATOR_NAMES, type PropagatorName } from './names.js';
import { refuse } from './rules.js';
import type { BatchOptions, RemoteSamplerOptions, SamplerOption } from './tracing.options.js';
import { SAMPLER } from './tracing.rules.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says, where the options are silent. */
export interface EnvironmentOptions {
  readonly serviceName: string | undefined;
  readonly nodeEnv: string | undefined;
  readonly hasOtlpEndpoint: boolean;
  readonly exporters: readonly ExporterName[] | undefined;
  readonly sampler: SamplerOption | undefined;
  readonly parentBased: boolean | undefined;
  readonly propagators: readonly PropagatorName[] | undefined;
  readonly batch: BatchOptions;
  readonly disabled: boolean;
}

/**
 * Reads the variables of the OpenTelemetry specification. Empty ones count as unset.
 *
 * @throws TelemetryError with code INVALID_OPTION when a variable names something that does not exist.
 */
export function environmentOptions(env: Environment): EnvironmentOptions {
  const sampler = env['OTEL_TRACES_SAMPLER'] || undefined;
  return {
    serviceName: env['OTEL_SERVICE_NAME'] || undefined,
    nodeEnv: env['NODE_ENV'] || undefined,
    hasOtlpEndpoint: Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT'] || env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']),
    exporters: names(env, 'OTEL_TRACES_EXPORTER', EXPORTER_NAMES),
    sampler: sampler === undefined ? undefined : samplerFrom(sampler, env['OTEL_TRACES_SAMPLER_ARG'] ?? ''),
    parentBased: sampler?.startsWith('parentbased_'),
    propagators: names(env, 'OTEL_PROPAGATORS', PROPAGATOR_NAMES),
    batch: {
      ...positive(env, 'OTEL_BSP_SCHEDULE_DELAY', 'flushIntervalMs'),
      ...positive(env, 'OTEL_BSP_EXPORT_TIMEOUT', 'exportTimeoutMs'),
      ...positive(env, 'OTEL_BSP_MAX_QUEUE_SIZE', 'maxQueueSize'),
      ...positive(env, 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 'maxExportBatchSize'),
    },
    disabled: env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true',
  };
}

function names<Name extends string>(env: Environment, variable: string, valid: readonly Name[]): Name[] | undefined {
  const value = env[variable];
  if (value === undefined || value.trim() === '') return undefined;
  const listed = [...new Set(value.split(',').map((name) => name.trim()))].filter(
    (name) => name !== '' && name !== 'none',
  );
  for (const name of listed) {
    if (!(valid as readonly string[]).includes(name)) {
      refuse(variable, value, {
        why: `${name} is not one of the valid names.`,
        fix: `Use: ${valid.join(', ')}, none.`,
      });
    }
  }
  return listed as Name[];
}

const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'jaeger_remote',
  'parentbased_jaeger_remote',
];

function samplerFrom(name: string, argument: string): SamplerOption {
  switch (name.replace('parentbased_', '')) {
    case 'always_on':
      return 'always';
    case 'always_off':
      return 'never';
    case 'traceidratio':
      return checked(argument, { type: 'ratio', ratio: argument === '' ? 1 : Number(argument) });
    case 'jaeger_remote':
      return checked(argument, remoteSampler(argument));
    default:
      return refuse('OTEL_TRACES_SAMPLER', name, {
        why: 'There is no such sampler.',
        fix: `Use one of: ${SAMPLERS.join(', ')}.`,
      });
  }
}

function checked(argument: string, sampler: SamplerOption): SamplerOption {
  const problem = SAMPLER(sampler);
  return problem === undefined ? sampler : refuse('OTEL_TRACES_SAMPLER_ARG', argument, problem);
}

/** `endpoint=http://localhost:5778/sampling,pollingIntervalMs=5000,initialSamplingRate=0.25` */
function remoteSampler(argument: string): SamplerOption {
  const sampler: { -readonly [Key in keyof RemoteSamplerOptions]: RemoteSamplerOptions[Key] } = { type: 'remote' };
  for (const pair of argument.split(',').filter((pair) => pair.trim() !== '')) {
    const [key, value = ''] = pair.split(/=(.*)/s).map((part) => part.trim());
    if (key === 'endpoint') sampler.endpoint = value;
    else if (key === 'pollingIntervalMs') sampler.pollIntervalMs = Number(value);
    else if (key === 'initialSamplingRate') sampler.initialRatio = Number(value);
    else {
      refuse('OTEL_TRACES_SAMPLER_ARG', argument, {
        why: `The sampler knows no ${key}.`,
        fix: 'Use: endpoint, pollingIntervalMs, initialSamplingRate.',
      });
    }
  }
  return sampler;
}

/** A number above 0; the specification has implementations warn about and ignore what is none. */
function positive<Key extends keyof BatchOptions>(env: Environment, variable: string, key: Key): BatchOptions {
  const value = Number(env[variable]);
  return Number.isSafeInteger(value) && value > 0 ? { [key]: value } : {};
}

/** Name and version of the application: the nearest package.json at or above the working directory. */
export function packageJson(from = process.cwd()): { readonly name: string; readonly version: string } {
  for (let directory = from; ; directory = dirname(directory)) {
    try {
      const found = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Record<string, unknown>;
      return { name: text(found['name'], 'unknown_service:node'), version: text(found['version'], '0.0.0') };
    } catch {
      if (directory === dirname(directory)) return { name: 'unknown_service:node', version: '0.0.0' };
    }
  }
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
