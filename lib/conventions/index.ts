export { LOG_EVENT_NAMES, LOG_EVENTS, type KindOfEvent, type LogEventName } from './logs/log-events.js';
export { KINDS, type KnownKind, type OperationKind } from './kinds.js';
export { type MetricNaming } from './metrics/metric-family.js';
export {
  METRIC_FAMILIES,
  METRIC_FAMILY_NAMES,
  metricFamilies,
  type MetricFamily,
  type MetricFamilyName,
  SEMCONV_FAMILIES,
} from './metrics/metric-families.js';
