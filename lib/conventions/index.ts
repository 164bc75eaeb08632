export { LOG_EVENT_NAMES, LOG_EVENTS, type KindOfEvent, type LogEventName } from './logs/log-events.js';
export { KINDS, type KnownKind, type OperationKind } from './kinds.js';
export { type MetricNaming } from './metrics/kind-metrics.js';
export {
  METRIC_FAMILIES,
  METRIC_FAMILY_NAMES,
  metricFamilies,
  OTLP_FAMILIES,
  type MetricFamily,
  type MetricFamilyName,
  otlpFamilies,
  SEMCONV_FAMILIES,
} from './metrics/metric-families.js';
