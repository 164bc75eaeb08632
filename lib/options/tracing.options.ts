import type { Check, Given } from './description.js';
import type { TextMapPropagator } from '@opentelemetry/api';
import type { IdGenerator } from '@opentelemetry/sdk-trace';
import { BATCH } from './batch.options.js';
import { url } from './checks/addresses.js';
import { attributes } from './checks/attributes.js';
import { anyOf, check } from './checks/check.js';
import { headers } from './checks/headers.js';
import { hasMethods } from './checks/instances.js';
import { listOf, listOfDifferent, oneOrMore } from './checks/lists.js';
import { isPlain } from './checks/objects.js';
import { boolean, oneOf, text } from './checks/scalars.js';
import type { EnvironmentReader } from './environment.js';
import { checkAddresses } from './exporter-addresses.js';
import { EXPORTER, type ExporterOption } from './exporter.options.js';
import { KEEP } from './keep.options.js';
import { EXPORTER_NAMES, PROPAGATOR_NAMES } from './names.js';
import type { NodeSdkConfiguration } from './node-sdk-configuration.js';
import { completed, derived, group, option, optional, optionalGroup } from './option.js';
import { otlpEndpointVariables, otlpProtocol, otlpTimeoutMs } from './otlp-variables.js';
import { SAMPLER, type SamplerOption, SAMPLING_RULE, share } from './sampler.options.js';
import { SAMPLER_VARIABLES, samplerOfEnvironment } from './sampler-variable.js';

const SDK: Check<NodeSdkConfiguration> = check(
  '`NodeSDKConfiguration`',
  { why: 'It configures the NodeSDK.', fix: 'Give a plain object.' },
  isPlain,
);

const PROPAGATOR = anyOf(
  'It is no propagator.',
  oneOf(PROPAGATOR_NAMES),
  hasMethods<TextMapPropagator>('a `TextMapPropagator`', 'inject', 'extract'),
);

const SILENT_CONSOLE =
  'The console exporter prints no traces, because NODE_ENV is production: trees are for development. Fix: name another ' +
  "exporter, or name it twice: exporter: ['console', 'console'] or OTEL_TRACES_EXPORTER=console,console";

const SHAPE = {
  /**
   * The exporters of spans; several are possible. With `NODE_ENV=production`, `console` prints only if it is named twice:
   * `['console', 'console']`. Default: `otlp` if `endpoint` or the environment names an OTLP receiver, else `none`.
   */
  exporter: derived(
    oneOrMore(EXPORTER, 'It would get every span twice.', (exporter) => exporter === 'console'),
    (given) => given,
    ['OTEL_TRACES_EXPORTER'],
  ),
  /** Base URL of the OTLP receiver. Default: `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  endpoint: derived(url(), (given) => given, otlpEndpointVariables('TRACES')),
  /** Headers of each OTLP export, such as an API key. Default: `OTEL_EXPORTER_OTLP_HEADERS`. */
  headers: derived(headers(), (given) => given, ['OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'OTEL_EXPORTER_OTLP_HEADERS']),
  /** Share of new traces that are sampled, from 0 to 1. Default: 1. */
  samplingRatio: derived(share(), (given) => given, SAMPLER_VARIABLES),
  /** A sampler that replaces `samplingRatio`. */
  sampler: derived(SAMPLER, (given) => given, SAMPLER_VARIABLES),
  /** Follows the caller's sampling decision. Default: true. */
  parentBased: optional(boolean()),
  /** Samplers for some routes and span names, such as `never` for health checks. */
  rules: option(listOf(SAMPLING_RULE), []),
  /** Exports failed and slow traces that the sampler dropped. Default: off. */
  keep: optionalGroup(KEEP),
  /**
   * The formats that carry trace context across process boundaries; telemetry reads and writes all of them. The first
   * one with a trace decides which trace continues. The baggage of all is merged. Default: `tracecontext` and
   * `baggage`.
   */
  propagators: derived(listOfDifferent(PROPAGATOR, 'It would write the same headers twice.'), (given) => given, [
    'OTEL_PROPAGATORS',
  ]),
  /** Generates trace and span ids. */
  idGenerator: optional(hasMethods<IdGenerator>('an `IdGenerator`', 'generateTraceId', 'generateSpanId')),
  /** Attributes of every span. */
  tags: option(attributes(), {}),
  /** Attributes of every span that serves a request or a message. */
  serverTags: option(attributes(), {}),
  /**
   * Keys of baggage entries that become attributes of every span and fields of every log line. Fields with these names
   * that your code assigns to a unit of work are sent as baggage with outgoing calls.
   */
  baggageKeys: option(listOf(text('It is a key of baggage.')), []),
  /** Writes each exported span to the log, at level debug. Default false. */
  logSpans: option(boolean(), false),
  /** How finished spans wait for export. */
  batch: BATCH,
  /**
   * Starts OpenTelemetry's NodeSDK with this configuration. It replaces all options above except `propagators`. A
   * declarative file that `OTEL_CONFIG_FILE` names has the same effect.
   */
  sdk: derived(SDK, (given) => given, ['OTEL_CONFIG_FILE']),
};

export interface TracingOptions extends Given<typeof SHAPE> {}

export const TRACING = completed(group<typeof SHAPE, TracingOptions>(SHAPE), (resolved, _given, { environment }) => {
  const { exporter, samplingRatio, sampler, parentBased, propagators, ...others } = resolved;
  const given = sampler ?? (samplingRatio === undefined ? undefined : ratio(samplingRatio));
  const sampling = samplerOfEnvironment(environment);
  const chosen = propagators ?? environment.names('OTEL_PROPAGATORS', PROPAGATOR_NAMES, 'ignore');
  const tracing = {
    ...others,
    exporters: Object.freeze(
      withConsole(exportersOf(exporter, resolved.endpoint !== undefined, environment), environment),
    ),
    /** For an OTLP exporter without this option. */
    otlpProtocol: otlpProtocol(environment, 'TRACES'),
    /** For an OTLP exporter without this option. */
    otlpTimeoutMs: otlpTimeoutMs(environment, 'TRACES'),
    /** For a Zipkin exporter without this option. */
    zipkin: Object.freeze({
      endpoint: environment.text('OTEL_EXPORTER_ZIPKIN_ENDPOINT') ?? 'http://localhost:9411/api/v2/spans',
      timeoutMs: environment.count('OTEL_EXPORTER_ZIPKIN_TIMEOUT', 'time') ?? 10_000,
    }),
    sampler: given ?? sampling?.sampler ?? ('always' as const),
    // One variable names the sampler and one its argument. An option in place of the sampler replaces both.
    parentBased: parentBased ?? (given === undefined ? sampling?.parentBased : undefined) ?? true,
    propagators: chosen ?? Object.freeze(['tracecontext', 'baggage'] as const),
    /** True if the options or the environment named the propagators. */
    propagatorsGiven: chosen !== undefined,
    /** OTEL_CONFIG_FILE. */
    configFile: environment.text('OTEL_CONFIG_FILE'),
    /** OTEL_SDK_DISABLED: the application creates no spans. */
    disabled: environment.flag('OTEL_SDK_DISABLED'),
  };
  checkAddresses(tracing, environment);
  return tracing;
});

export interface ResolvedTracing extends ReturnType<typeof TRACING.resolve> {}

function ratio(value: number): SamplerOption {
  return Object.freeze({ type: 'ratio', ratio: value });
}

type Exporters = ExporterOption | readonly ExporterOption[];

function exportersOf(
  given: Exporters | undefined,
  hasEndpoint: boolean,
  environment: EnvironmentReader,
): readonly ExporterOption[] {
  const named = given ?? namedExporters(environment);
  if (named !== undefined) return Array.isArray(named) ? [...(named as ExporterOption[])] : [named as ExporterOption];
  const isOtlp = hasEndpoint || environment.first(...otlpEndpointVariables('TRACES')) !== undefined;
  return [isOtlp ? ('otlp' as const) : ('none' as const)];
}

function namedExporters(environment: EnvironmentReader): readonly ExporterOption[] | undefined {
  const named = environment.names('OTEL_TRACES_EXPORTER', EXPORTER_NAMES, 'refuse');
  return named && environment.repeats('OTEL_TRACES_EXPORTER', 'console') ? [...named, 'console'] : named;
}

/** Trees of all traces on stdout are for development: in production, the console has to be named twice. */
function withConsole(exporters: readonly ExporterOption[], environment: EnvironmentReader): ExporterOption[] {
  const first = exporters.indexOf('console');
  const isOnce = first === exporters.lastIndexOf('console');
  const isSilent = isOnce && environment.text('NODE_ENV') === 'production';
  if (first >= 0 && isSilent) environment.warn(SILENT_CONSOLE);
  return exporters.filter((exporter, at) => exporter !== 'console' || (at === first && !isSilent));
}
