export { Baggage } from './decorators/baggage.decorator.js';
export { Counted } from './decorators/counted.decorator.js';
export { CurrentSpan } from './decorators/current-span.decorator.js';
export { NoSpan, Traceable } from './decorators/traceable.decorator.js';
export { Span, type SpanDecoratorOptions } from './decorators/span.decorator.js';
export type { MeasuredMethodOptions } from './decorators/measured-method.js';
export { Timed } from './decorators/timed.decorator.js';
export { TraceCache } from './decorators/trace-cache.decorator.js';
export type { TraceCacheOptions } from './described/cache-call.js';
export type { PerCall } from './described/described-call.js';
export type { TraceOperationOptions } from './described/business-call.js';
export type { TraceQueryOptions } from './described/query-call.js';
export { TraceConsume, type TraceConsumeOptions } from './decorators/trace-consume.decorator.js';
export { TracePublish, type TracePublishOptions } from './decorators/trace-publish.decorator.js';
export type { MessageCallbacks } from './decorators/message-callbacks.js';
export { TraceOperation } from './decorators/trace-operation.decorator.js';
export { TraceQuery } from './decorators/trace-query.decorator.js';
export type { CacheAccess } from './conventions/cache/cache.js';
export type { DatabaseQuery } from './conventions/database/database.js';
export type { DiagnosedApplication } from './assembly/diagnosed-application.js';
export type { Diagnosis } from './doctor/diagnosis.js';
export type { OptionInForce } from './doctor/environment/options-in-force.js';
export type { Finding, FindingLevel } from './doctor/findings/finding.js';
export type { PackageCopies } from './doctor/packages/installed-copies.js';
export type { Destinations } from './doctor/start/destinations.js';
export { getLoggerToken, InjectLogger, type LoggerContext } from './logging/inject-logger.decorator.js';
export type { LevelsState, LevelState, SetLevelOptions } from './logging/levels/log-levels.js';
export { type DestinationCounts, LogStatistics } from './logging/log-statistics.js';
export { Logger } from './logging/logger.js';
export { StartLogger } from './logging/start/start-logger.js';
export {
  type ClusterMetricsOptions,
  type ClusterMetricsServer,
  serveClusterMetrics,
} from './metrics/cluster/serve-cluster-metrics.js';
export { Metrics } from './metrics/metrics.service.js';
export type {
  CounterOf,
  GaugeOf,
  HistogramOf,
  HistogramOptions,
  LabelsOf,
  MetricOptions,
  ObservableGaugeOptions,
  ObserveValue,
  SummaryOf,
  SummaryOptions,
} from './metrics/metric-options.js';
export {
  type AttributeValue,
  type Conclude,
  type ExpectedError,
  type Labels,
  Observation,
  type Observer,
  type Operation,
  type OperationAttributes,
  type Outcome,
  type Recording,
  type Result,
  type Settlement,
  Telemetry,
} from './observation/index.js';
export type {
  ConsumedMessage,
  MessageHeaders,
  MessageRelation,
  MessageSize,
  PublishedMessage,
} from './context/message.js';
export type { TraceContext } from './context/trace-context.js';
export { isTelemetryError, TelemetryError, type TelemetryErrorCode } from './telemetry.errors.js';
export { TelemetryModule } from './telemetry.module.js';
export type { TelemetryAsyncOptions, TelemetryOptionsFactory } from './telemetry.module-definition.js';
export type { ExporterName, LogFormat, LogLevel, OtlpProtocol, PropagatorName } from './options/names.js';
export type { BatchOptions } from './options/batch.options.js';
export type {
  ExporterOption,
  JaegerExporterOptions,
  OtlpExporterOptions,
  ZipkinExporterOptions,
} from './options/exporter.options.js';
export type { HttpOptions } from './options/http.options.js';
export type { NodeSdkConfiguration } from './options/node-sdk-configuration.js';
export type { KeepOptions } from './options/keep.options.js';
export type {
  RateLimitingSamplerOptions,
  RatioSamplerOptions,
  RemoteSamplerOptions,
  SamplerOption,
  SamplingRule,
} from './options/sampler.options.js';
export type { ServiceOptions } from './options/service.options.js';
export type { DetectedAttributes, DetectorName, ResourceDetector } from './options/resource-detectors.js';
export type { ReportedSpan, SpanReporter } from './options/span-reporter.js';
export type { TracingOptions } from './options/tracing.options.js';
export type { CacheDriver, CacheOptions } from './options/cache.options.js';
export type { DatabaseDriver, DatabaseOptions } from './options/database.options.js';
export type { MessagingOptions } from './options/messaging.options.js';
export type { TelemetryOptions } from './telemetry.options.js';
export type {
  LogEventOption,
  LogFileOptions,
  LoggingOptions,
  LogLevelEndpointOptions,
  OtlpLogsOptions,
  RedactOptions,
} from './options/logging.options.js';
export type {
  MetricsEndpointOptions,
  MetricsOptions,
  OtlpMetricsOptions,
  PushgatewayOptions,
} from './options/metrics.options.js';
export { ConsoleTreeReporter, type ConsoleTreeReporterOptions } from './tracing/exporters/console-tree.reporter.js';
export { Tracing } from './tracing/tracing.service.js';
