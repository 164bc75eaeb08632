import { SpanKind } from '@opentelemetry/api';
import { ATTR_BUSINESS_OPERATION_NAME, ATTR_BUSINESS_OPERATION_RESULT } from '../attributes.js';
import type { CallKind } from '../call-kind.js';
import { type DescribeEvent, EVENT_SEVERITIES } from '../logs/kind-event.js';
import { DURATION_BUCKETS, ERROR_TYPE_LABEL, type FamilyMetrics, resultLabel } from '../metrics/metric-family.js';

// No convention covers business operations.
const METRICS: FamilyMetrics = {
  labels: { operation: { attribute: ATTR_BUSINESS_OPERATION_NAME, otherwise: 'unknown' } },
  resultLabels: {
    result: { of: resultLabel, attribute: ATTR_BUSINESS_OPERATION_RESULT },
    error_type: ERROR_TYPE_LABEL,
  },
  counters: [{ name: 'business_operations_total', help: 'Total number of business operations', otlp: false }],
  duration: {
    name: 'business_operation_duration_seconds',
    otlp: 'nestjs.business.operation.duration',
    help: 'Business operation duration in seconds',
    buckets: DURATION_BUCKETS,
  },
};

const describe: DescribeEvent = ({ labels }, outcome) => ({
  message: `Business operation ${outcome.failed ? 'failed' : 'completed'}`,
  fields: {
    event: 'business_operation',
    operation: labels[ATTR_BUSINESS_OPERATION_NAME],
    duration_ms: outcome.durationMs,
  },
});

/** An operation with a business meaning. */
export const BUSINESS = {
  kind: 'business',
  spanKind: SpanKind.INTERNAL,
  option: 'business',
  metrics: { prometheus: METRICS, semconv: METRICS },
  event: { severities: EVENT_SEVERITIES, describe },
} as const satisfies CallKind;
