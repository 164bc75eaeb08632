import { SpanKind } from '@opentelemetry/api';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import { ATTR_BUSINESS_OPERATION_NAME, ATTR_BUSINESS_OPERATION_RESULT } from '../attributes.js';
import type { CallKind } from '../call-kind.js';
import { type DescribeEvent, EVENT_SEVERITIES } from '../logs/kind-event.js';
import { DURATION_BUCKETS, ERROR_TYPE_LABEL, type FamilyMetrics, resultLabel } from '../metrics/metric-family.js';
import { OTLP_DURATION_BUCKETS, type OtlpFamily } from '../metrics/otlp-family.js';

const PROMETHEUS: FamilyMetrics = {
  labels: { operation: { attribute: ATTR_BUSINESS_OPERATION_NAME, otherwise: 'unknown' } },
  resultLabels: { result: resultLabel, error_type: ERROR_TYPE_LABEL },
  counters: [{ name: 'business_operations_total', help: 'Total number of business operations' }],
  duration: {
    name: 'business_operation_duration_seconds',
    help: 'Business operation duration in seconds',
    buckets: DURATION_BUCKETS,
  },
};

// No convention covers business operations.
const OTLP: OtlpFamily = {
  attributes: [ATTR_BUSINESS_OPERATION_NAME],
  results: { [ATTR_BUSINESS_OPERATION_RESULT]: resultLabel, [ATTR_ERROR_TYPE]: ERROR_TYPE_LABEL },
  counters: [],
  duration: {
    name: 'nestjs.business.operation.duration',
    help: 'Duration of business operations',
    buckets: OTLP_DURATION_BUCKETS,
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
  metrics: { prometheus: PROMETHEUS, otlp: OTLP },
  event: { severities: EVENT_SEVERITIES, attributes: { operation: ATTR_BUSINESS_OPERATION_NAME }, describe },
} as const satisfies CallKind;
