import { METRIC_FAMILY_NAMES, type MetricFamilyName } from '../conventions/index.js';
import type { Given, Resolved } from './description.js';
import { host, url } from './checks/addresses.js';
import { anyOf } from './checks/check.js';
import { headers } from './checks/headers.js';
import { guard } from './checks/instances.js';
import { labels } from './checks/labels.js';
import { buckets } from './checks/lists.js';
import { byName } from './checks/objects.js';
import { path } from './checks/paths.js';
import { boolean, count, duration, isFalse, matching, oneOf, port, text } from './checks/scalars.js';
import { EARLIER_FAMILY_NAMES, METRIC_NAMINGS, OTLP_PROTOCOLS } from './names.js';
import { derived, group, option, optional, optionalGroup, required } from './option.js';
import {
  checkOtlpEndpoint,
  checkOtlpVariables,
  otlpEndpointVariables,
  otlpProtocol,
  wantedOtlp,
} from './otlp-variables.js';
import { Refusal } from './refusal.js';

const ENDPOINT_SHAPE = {
  /** Path of the endpoint, without the global prefix. Default `/metrics`. */
  path: option(path(), '/metrics'),
  /** A separate port, for a management network. Default: the application's port. */
  port: optional(port(0)),
  /** The address that `port` listens on. Default: all addresses. */
  host: optional(host()),
  /**
   * Decides who may scrape: a guard class of the application, or a function of the incoming request. Default: everyone.
   */
  guard: {
    ...optional(guard('It decides who may scrape.')),
    undefinedIs: { why: 'Metrics would be served without it.', fix: 'Give a guard, or leave the option out.' },
  },
  /** Compresses the response for scrapers that accept it. Default true. */
  gzip: option(boolean(), true),
};

/** The endpoint that serves metrics. */
export interface MetricsEndpointOptions extends Given<typeof ENDPOINT_SHAPE> {}

const ENDPOINT = group<typeof ENDPOINT_SHAPE, MetricsEndpointOptions>(ENDPOINT_SHAPE, (given, at) => {
  if (given.host === undefined || given.port !== undefined) return;
  const problem = { why: 'The application itself chooses the host of its port.', fix: 'Give a port too.' };
  throw new Refusal(`${at}.host`, given.host, problem);
});

const PUSHGATEWAY_SHAPE = {
  /** Base URL of the Pushgateway. */
  url: required(
    url({ query: false }),
    'Metrics are pushed to an address.',
    'Give the address of the Pushgateway, such as http://localhost:9091.',
  ),
  /** The label `job`. Default: the service's name. */
  jobName: derived(text(), (given, { serviceName }) => given ?? serviceName),
  /** Further labels of the group of metrics. */
  groupings: option(labels(['job', 'le', 'quantile'], false), {}),
  /** Headers of each push. */
  headers: option(headers(), {}),
  /** Time between two pushes, in milliseconds. One last push follows at shutdown. Default 15000. */
  intervalMs: option(duration(), 15_000),
};

/** Pushes to Prometheus' Pushgateway, for jobs that end before a scrape. */
export interface PushgatewayOptions extends Given<typeof PUSHGATEWAY_SHAPE> {}

const OTLP_SHAPE = {
  /** How metrics are encoded and sent. Default: `OTEL_EXPORTER_OTLP_PROTOCOL`, else `http/protobuf`. */
  protocol: derived(oneOf(OTLP_PROTOCOLS), (given, { environment }) => given ?? otlpProtocol(environment, 'METRICS'), [
    'OTEL_EXPORTER_OTLP_METRICS_PROTOCOL',
    'OTEL_EXPORTER_OTLP_PROTOCOL',
  ]),
  /** Base URL; HTTP adds `/v1/metrics` where it does not end so. Default: `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  endpoint: derived(url(), (given) => given, otlpEndpointVariables('METRICS')),
  /** Headers of each export. Default: `OTEL_EXPORTER_OTLP_HEADERS`. */
  headers: optional(headers()),
  /** Time between two exports, in milliseconds. One last export follows at shutdown. Default 60000. */
  intervalMs: option(duration(), 60_000),
};

/** Exports the same metrics over OTLP, under their semantic-convention names. */
export interface OtlpMetricsOptions extends Given<typeof OTLP_SHAPE> {}

const OTLP = group<typeof OTLP_SHAPE, OtlpMetricsOptions>(OTLP_SHAPE);

const BUCKETS_SHAPE = {
  /** Upper bounds of duration buckets, in seconds. Default: those of each metric. */
  durationSeconds: optional(buckets()),
  /** Upper bounds of size buckets, in bytes. Default: those of each metric. */
  sizeBytes: optional(buckets()),
};

const SHAPE = {
  /** The endpoint that serves the application's metrics; `false` for none. Default `/metrics`. */
  endpoint: derived(
    anyOf('It says where metrics are served.', path(), isFalse(), ENDPOINT.check),
    (given, surroundings) =>
      given === false ? false : ENDPOINT.resolve(typeof given === 'string' ? { path: given } : given, surroundings),
  ),
  /** Metrics of the process: memory, CPU, event loop, garbage collection. Default true. */
  processMetrics: option(boolean(), true),
  /** Labels on every series. */
  defaultLabels: option(labels(['le', 'quantile']), {}),
  /** A prefix for the names of telemetry's metrics, such as `shop_`. Default: none. */
  prefix: derived(
    matching(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'It begins metric names.', 'Give letters, digits and underscores.'),
    (given) => given ?? '',
  ),
  /** `prometheus` (`http_requests_total` …) or `semconv` (`http_server_request_duration_seconds` …). Default `prometheus`. */
  naming: option(oneOf(METRIC_NAMINGS), 'prometheus'),
  /**
   * Enables or disables metric families. `grpc` and `messages` are old names of `rpc` and `messaging`. Default: all
   * enabled.
   */
  families: derived(byName(METRIC_FAMILY_NAMES, boolean(), EARLIER_FAMILY_NAMES), (given) => {
    const families = METRIC_FAMILY_NAMES.map((name) => [name, given?.[name] ?? true] as const);
    return Object.freeze(Object.fromEntries(families)) as Readonly<Record<MetricFamilyName, boolean>>;
  }),
  /** Histogram bounds that replace the defaults: seconds for durations, bytes for sizes. */
  buckets: group(BUCKETS_SHAPE),
  /** Adds the trace ids of sampled requests to duration buckets, in OpenMetrics. Default true. */
  exemplars: option(boolean(), true),
  /** Maximum number of series of one metric. Further label sets are added up in one overflow series. Default 2000. */
  maxSeriesPerMetric: option(count(), 2_000),
  /** Pushes metrics to Prometheus' Pushgateway. Default: off. */
  pushgateway: optionalGroup(group<typeof PUSHGATEWAY_SHAPE, PushgatewayOptions>(PUSHGATEWAY_SHAPE)),
  /** Exports metrics over OTLP. Default: if the environment names an OTLP receiver. */
  otlp: derived(
    anyOf('It says whether and where metrics are pushed.', boolean(), OTLP.check),
    (given, surroundings) => {
      const { environment } = surroundings;
      const wanted = wantedOtlp(given, environment, 'METRICS');
      if (wanted === undefined) return undefined;
      const otlp = OTLP.resolve(wanted, surroundings);
      checkOtlpVariables(environment, 'METRICS');
      if (otlp.endpoint === undefined) checkOtlpEndpoint(environment, 'METRICS', otlp.protocol);
      return otlp;
    },
    ['OTEL_METRICS_EXPORTER'],
  ),
  /** Answers a scrape for all workers of `node:cluster` together. Default false. */
  cluster: option(boolean(), false),
};

export interface MetricsOptions extends Given<typeof SHAPE> {}
export interface ResolvedMetrics extends Resolved<typeof SHAPE> {}
export const METRICS = group<typeof SHAPE, MetricsOptions>(SHAPE);
