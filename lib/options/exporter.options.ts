import type { Check, Given } from './description.js';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { host, ipv4, url } from './checks/addresses.js';
import { check } from './checks/check.js';
import { headers } from './checks/headers.js';
import { hasMethod } from './checks/instances.js';
import { duration, oneOf, port, text } from './checks/scalars.js';
import { choice, variants } from './checks/variants.js';
import { EXPORTER_NAMES, type ExporterName, OTLP_PROTOCOLS } from './names.js';
import { group, optional } from './option.js';
import type { SpanReporter } from './span-reporter.js';

// The exporter resolves missing options later: from `tracing`, then from the environment.
const OTLP = {
  /** How spans are encoded and sent. Default: `OTEL_EXPORTER_OTLP_PROTOCOL`, else `http/protobuf`. */
  protocol: optional(oneOf(OTLP_PROTOCOLS)),
  /** Base URL. Over HTTP, `/v1/traces` is added unless the URL already ends with it. Default: `tracing.endpoint`. */
  endpoint: optional(url()),
  /** Headers of each export. Default: `tracing.headers`. */
  headers: optional(headers()),
  /** Compression of each export. Default: `OTEL_EXPORTER_OTLP_COMPRESSION`, else `none`. */
  compression: optional(oneOf(['gzip', 'none'])),
  /** Maximum time of one export, in milliseconds. Default: `OTEL_EXPORTER_OTLP_TIMEOUT`, else 10000. */
  timeoutMs: optional(duration()),
};

/** An OTLP exporter with another address. Missing options come from `tracing`, then from `OTEL_EXPORTER_OTLP_*`. */
export interface OtlpExporterOptions extends Given<typeof OTLP> {
  readonly type: 'otlp';
}

const LOCAL_ENDPOINT = group({
  /** Name of the service. Default: the service's name. */
  serviceName: optional(text()),
  /** Address of the service. Default: none. */
  ipv4: optional(ipv4()),
  /** Port of the service. Default: none. */
  port: optional(port()),
});

const ZIPKIN = {
  /**
   * The URL that receives spans. Default: `OTEL_EXPORTER_ZIPKIN_ENDPOINT`, else `http://localhost:9411/api/v2/spans`.
   */
  endpoint: optional(url({ credentials: false })),
  /** Headers of each export. */
  headers: optional(headers()),
  /** Maximum time of one export, in milliseconds. Default: `OTEL_EXPORTER_ZIPKIN_TIMEOUT`, else 10000. */
  timeoutMs: optional(duration()),
  /** How Zipkin shows this service. Default: the service's name. */
  localEndpoint: optional(LOCAL_ENDPOINT.check),
};

/** Exports spans as Zipkin v2 JSON. */
export interface ZipkinExporterOptions extends Given<typeof ZIPKIN> {
  readonly type: 'zipkin';
}

const NO_AGENT: Check<never> = check(
  'nothing',
  {
    why: 'Jaeger removed its agents; clients send to the collector.',
    fix: 'Remove agentHost and agentPort; set collectorHost, and collectorPort if it is not 4318.',
  },
  () => false,
);

const JAEGER = {
  /** Host of the collector. Default: `localhost`. */
  collectorHost: optional(host()),
  /** Port of the collector's OTLP receiver. Default: 4318. */
  collectorPort: optional(port()),
  /** Not supported: Jaeger has removed its agents. */
  agentHost: optional(NO_AGENT),
  /** Not supported: Jaeger has removed its agents. */
  agentPort: optional(NO_AGENT),
};

/** A Jaeger collector, which accepts OTLP over HTTP. */
export interface JaegerExporterOptions extends Given<typeof JAEGER> {
  readonly type: 'jaeger';
}

export type ExporterOption =
  | ExporterName
  | OtlpExporterOptions
  | ZipkinExporterOptions
  | JaegerExporterOptions
  | SpanExporter
  | SpanReporter;

const INSTANCE: Check<SpanExporter | SpanReporter> = check(
  'a `SpanExporter`, a `SpanReporter`',
  {
    why: 'It has neither the methods of a SpanExporter nor those of a reporter.',
    fix: 'Give a SpanExporter, with export and shutdown. Or: Give a reporter, with report and close.',
  },
  (value) =>
    (hasMethod(value, 'export') && hasMethod(value, 'shutdown')) ||
    (hasMethod(value, 'report') && hasMethod(value, 'close')),
);

export const EXPORTER: Check<ExporterOption> = choice(
  EXPORTER_NAMES,
  variants<OtlpExporterOptions | ZipkinExporterOptions | JaegerExporterOptions>({
    otlp: OTLP,
    zipkin: ZIPKIN,
    jaeger: JAEGER,
  }),
  INSTANCE,
  'export',
  'report',
);
