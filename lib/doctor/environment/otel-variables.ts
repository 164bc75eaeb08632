import type { Shape } from '../../options/description.js';
import { TELEMETRY } from '../../telemetry.options.js';

const SIGNALS = ['', 'TRACES_', 'METRICS_', 'LOGS_'];
const OTLP = [
  'ENDPOINT',
  'PROTOCOL',
  'HEADERS',
  'TIMEOUT',
  'COMPRESSION',
  'INSECURE',
  'CERTIFICATE',
  'CLIENT_CERTIFICATE',
  'CLIENT_KEY',
];

/** The OTEL_* variables that telemetry reads. Options name most of them. */
export const READ_VARIABLES: ReadonlySet<string> = new Set([
  'OTEL_SERVICE_NAME',
  'OTEL_RESOURCE_ATTRIBUTES',
  'OTEL_SDK_DISABLED',
  'OTEL_CONFIG_FILE',
  'OTEL_TRACES_EXPORTER',
  'OTEL_METRICS_EXPORTER',
  'OTEL_LOGS_EXPORTER',
  'OTEL_EXPORTER_ZIPKIN_ENDPOINT',
  'OTEL_EXPORTER_ZIPKIN_TIMEOUT',
  ...SIGNALS.flatMap((signal) => OTLP.map((what) => `OTEL_EXPORTER_OTLP_${signal}${what}`)),
  ...variablesOf(TELEMETRY.shape).filter((name) => name.startsWith('OTEL_')),
]);

/** Variables of the specification or of OpenTelemetry's own packages that have no effect here, and what has. */
export const UNUSED_VARIABLES: Readonly<Record<string, string | undefined>> = {
  OTEL_LOG_LEVEL: undefined,
  OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: 'limits.valueBytes',
  OTEL_ATTRIBUTE_COUNT_LIMIT: undefined,
  OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: 'limits.valueBytes',
  OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: undefined,
  OTEL_SPAN_EVENT_COUNT_LIMIT: undefined,
  OTEL_SPAN_LINK_COUNT_LIMIT: undefined,
  OTEL_BLRP_SCHEDULE_DELAY: 'logging.otlp.flushIntervalMs',
  OTEL_BLRP_EXPORT_TIMEOUT: 'logging.otlp.exportTimeoutMs',
  OTEL_BLRP_MAX_QUEUE_SIZE: 'logging.otlp.maxQueueSize',
  OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: 'logging.otlp.maxExportBatchSize',
  OTEL_METRIC_EXPORT_INTERVAL: 'metrics.otlp.intervalMs',
  OTEL_METRIC_EXPORT_TIMEOUT: undefined,
  OTEL_METRICS_EXEMPLAR_FILTER: 'metrics.exemplars',
  OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: undefined,
  OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: undefined,
  OTEL_EXPORTER_PROMETHEUS_HOST: 'metrics.endpoint.host',
  OTEL_EXPORTER_PROMETHEUS_PORT: 'metrics.endpoint.port',
  OTEL_EXPORTER_JAEGER_ENDPOINT: 'tracing.exporter',
  OTEL_EXPORTER_JAEGER_AGENT_HOST: 'tracing.exporter',
  OTEL_EXPORTER_JAEGER_AGENT_PORT: 'tracing.exporter',
  OTEL_ENTITIES: undefined,
  OTEL_SEMCONV_STABILITY_OPT_IN: undefined,
  OTEL_NODE_ENABLED_INSTRUMENTATIONS: undefined,
  OTEL_NODE_DISABLED_INSTRUMENTATIONS: undefined,
  OTEL_NODE_EXPERIMENTAL_SDK_METRICS: undefined,
};

function variablesOf(shape: Shape): readonly string[] {
  return Object.values(shape).flatMap((option) => {
    const own = option.variables ?? [];
    const below = 'shape' in option ? [option.shape as Shape] : Object.values(option.check.shapes ?? {});
    return own.concat(below.flatMap(variablesOf));
  });
}
