import {
  EXPORTER_NAMES,
  type ExporterName,
  OTLP_PROTOCOLS,
  type OtlpProtocol,
  PROPAGATOR_NAMES,
  type PropagatorName,
} from './names.js';
import { refuse } from './rules.js';
import type { BatchOptions, RemoteSamplerOptions, SamplerOption } from './tracing.options.js';
import { SAMPLER } from './tracing.rules.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says, where the options are silent. */
export interface EnvironmentOptions {
  readonly serviceName: string | undefined;
  readonly serviceVersion: string | undefined;
  readonly deploymentEnvironment: string | undefined;
  readonly resourceAttributes: Readonly<Record<string, string>>;
  readonly nodeEnv: string | undefined;
  readonly hasOtlpEndpoint: boolean;
  readonly otlpProtocol: OtlpProtocol | undefined;
  readonly zipkinEndpoint: string | undefined;
  readonly zipkinTimeoutMs: number | undefined;
  readonly exporters: readonly ExporterName[] | undefined;
  readonly sampler: SamplerOption | undefined;
  readonly parentBased: boolean | undefined;
  readonly propagators: readonly PropagatorName[] | undefined;
  readonly batch: BatchOptions;
  readonly configFile: string | undefined;
  readonly disabled: boolean;
}

/**
 * Reads the variables of the OpenTelemetry specification. Empty ones count as unset.
 *
 * @throws TelemetryError with code INVALID_OPTION when a variable names something that does not exist.
 */
export function environmentOptions(env: Environment): EnvironmentOptions {
  const sampler = env['OTEL_TRACES_SAMPLER'] || undefined;
  const resource = resourceAttributes(env['OTEL_RESOURCE_ATTRIBUTES'] ?? '');
  return {
    serviceName: env['OTEL_SERVICE_NAME'] || resource['service.name'],
    serviceVersion: resource['service.version'],
    deploymentEnvironment: resource['deployment.environment.name'] ?? (env['NODE_ENV'] || undefined),
    resourceAttributes: resource,
    nodeEnv: env['NODE_ENV'] || undefined,
    hasOtlpEndpoint: Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT'] || env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']),
    otlpProtocol: otlpProtocol(env),
    zipkinEndpoint: env['OTEL_EXPORTER_ZIPKIN_ENDPOINT'] || undefined,
    zipkinTimeoutMs: positive(env, 'OTEL_EXPORTER_ZIPKIN_TIMEOUT'),
    exporters: names(env, 'OTEL_TRACES_EXPORTER', EXPORTER_NAMES),
    sampler: sampler === undefined ? undefined : samplerFrom(sampler, env['OTEL_TRACES_SAMPLER_ARG'] ?? ''),
    parentBased: sampler?.startsWith('parentbased_'),
    propagators: names(env, 'OTEL_PROPAGATORS', PROPAGATOR_NAMES),
    batch: {
      ...batchOption(env, 'OTEL_BSP_SCHEDULE_DELAY', 'flushIntervalMs'),
      ...batchOption(env, 'OTEL_BSP_EXPORT_TIMEOUT', 'exportTimeoutMs'),
      ...batchOption(env, 'OTEL_BSP_MAX_QUEUE_SIZE', 'maxQueueSize'),
      ...batchOption(env, 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 'maxExportBatchSize'),
    },
    configFile: env['OTEL_CONFIG_FILE'] || undefined,
    disabled: env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true',
  };
}

/** `key=value` pairs, url-encoded; a pair that cannot be read is left out, as the specification allows. */
function resourceAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const pair of text.split(',')) {
    const [key = '', value] = pair.split(/=(.*)/s);
    if (key.trim() === '' || value === undefined) continue;
    try {
      attributes[decodeURIComponent(key.trim())] = decodeURIComponent(value.trim());
    } catch {
      continue;
    }
  }
  return attributes;
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

function otlpProtocol(env: Environment): OtlpProtocol | undefined {
  for (const variable of ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL']) {
    const value = env[variable]?.trim();
    if (!value) continue;
    const protocol = OTLP_PROTOCOLS.find((name) => name === value);
    return (
      protocol ??
      refuse(variable, value, { why: 'There is no such protocol.', fix: `Use one of: ${OTLP_PROTOCOLS.join(', ')}.` })
    );
  }
  return undefined;
}

function batchOption<Key extends keyof BatchOptions>(env: Environment, variable: string, key: Key): BatchOptions {
  const value = positive(env, variable);
  return value === undefined ? {} : { [key]: value };
}

/** A number above 0; the specification has implementations warn about and ignore what is none. */
function positive(env: Environment, variable: string): number | undefined {
  const value = Number(env[variable]);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}
