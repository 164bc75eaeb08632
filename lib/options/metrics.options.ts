import type { CanActivate, Type } from '@nestjs/common';
import type { EARLIER_FAMILY_NAMES } from './earlier-names.js';
import type { MetricFamilyName, MetricNaming } from './names.js';

/** Where and for whom metrics are served. */
export interface MetricsEndpointOptions {
  /** Outside any global prefix. Default `/metrics`. */
  readonly path?: string;
  /** A port of its own, for a management network. Default: the application's. */
  readonly port?: number;
  /** The address that goes with `port`. Default: all. */
  readonly host?: string;
  /** Decides who may scrape: a guard of the application's, or a function of the incoming request. */
  readonly guard?: Type<CanActivate> | ((request: unknown) => boolean | Promise<boolean>);
  /** Compress for scrapers that accept it. Default true. */
  readonly gzip?: boolean;
}

/** Prometheus' Pushgateway, for jobs that end before anybody scrapes them. */
export interface PushgatewayOptions {
  readonly url: string;
  /** Default: the service's name. */
  readonly jobName?: string;
  readonly groupings?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default 15000; there is always a last push at shutdown. */
  readonly intervalMs?: number;
}

/** The same metrics by OTLP, under their semantic-convention names. */
export interface OtlpMetricsOptions {
  /** Base URL; `/v1/metrics` is added. Default: `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly endpoint?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default 60000; there is always a last export at shutdown. */
  readonly intervalMs?: number;
}

export interface MetricsOptions {
  /** Where the application serves its metrics; false for nowhere. Default `/metrics`. */
  readonly endpoint?: string | false | MetricsEndpointOptions;
  /** Metrics of the process itself: memory, CPU, event loop, garbage collection. Default true. */
  readonly processMetrics?: boolean;
  /** Labels on every series. */
  readonly defaultLabels?: Readonly<Record<string, string>>;
  /** Goes before each name of telemetry's own, such as `shop_`. */
  readonly prefix?: string;
  /** `prometheus` (`http_requests_total` …) or `semconv` (`http_server_request_duration_seconds` …). Default `prometheus`. */
  readonly naming?: MetricNaming;
  /** Families that are switched off or on. Default: all on. `grpc` and `messages` are earlier names of `rpc` and `messaging`. */
  readonly families?: Readonly<Partial<Record<MetricFamilyName | keyof typeof EARLIER_FAMILY_NAMES, boolean>>>;
  /** Upper bounds in place of the defaults: seconds for durations, bytes for sizes. */
  readonly buckets?: { readonly durationSeconds?: readonly number[]; readonly sizeBytes?: readonly number[] };
  /** Trace ids of sampled requests on the buckets of durations, in OpenMetrics. Default true. */
  readonly exemplars?: boolean;
  /** Series of one metric; what comes beyond is added up in one overflow series. Default 2000. */
  readonly maxSeriesPerMetric?: number;
  readonly pushgateway?: PushgatewayOptions;
  readonly otlp?: boolean | OtlpMetricsOptions;
  /** Answer a scrape for all workers of `node:cluster` together. Default false. */
  readonly cluster?: boolean;
}

export interface ResolvedMetrics {
  readonly endpoint:
    | (Required<Omit<MetricsEndpointOptions, 'guard' | 'port' | 'host'>> & MetricsEndpointOptions)
    | false;
  readonly processMetrics: boolean;
  readonly defaultLabels: Readonly<Record<string, string>>;
  readonly prefix: string;
  readonly naming: MetricNaming;
  readonly families: Readonly<Record<MetricFamilyName, boolean>>;
  readonly buckets: {
    readonly durationSeconds: readonly number[] | undefined;
    readonly sizeBytes: readonly number[] | undefined;
  };
  readonly exemplars: boolean;
  readonly maxSeriesPerMetric: number;
  readonly pushgateway: (Required<Omit<PushgatewayOptions, 'jobName'>> & { readonly jobName: string }) | undefined;
  readonly otlp: (OtlpMetricsOptions & { readonly intervalMs: number }) | undefined;
  readonly cluster: boolean;
}
