import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import type { Operation, OperationAttributes, Outcome } from '../../observation/index.js';
import { ATTR_BUSINESS_OPERATION_NAME, ATTR_BUSINESS_OPERATION_RESULT } from '../attributes.js';
import { failureType } from '../error-type.js';
import type { LogEvent } from '../logs/log-event.js';
import { DURATION_BUCKETS, type MetricFamily, resultLabel } from '../metrics/metric-family.js';

/** An operation that means something to the business, such as `checkout`. */
export function businessOperation(name: string, attributes?: OperationAttributes): Operation {
  return {
    kind: 'business',
    name,
    labels: { [ATTR_BUSINESS_OPERATION_NAME]: name },
    attributes: attributes ?? {},
  };
}

export const BUSINESS_METRICS: MetricFamily = {
  kind: 'business',
  labels: { operation: { attribute: ATTR_BUSINESS_OPERATION_NAME, otherwise: 'unknown' } },
  resultLabels: {
    result: resultLabel,
    error_type: failureType,
  },
  counters: [{ name: 'business_operations_total', help: 'Total number of business operations' }],
  duration: {
    name: 'business_operation_duration_seconds',
    help: 'Business operation duration in seconds',
    buckets: DURATION_BUCKETS,
  },
  semconv: {
    duration: 'business.operation.duration',
    results: {
      result: { attribute: ATTR_BUSINESS_OPERATION_RESULT },
      error_type: { attribute: ATTR_ERROR_TYPE },
    },
  },
};

/** The log event of a finished business operation. */
export function businessEvent(operation: Operation, outcome: Outcome): LogEvent {
  return {
    level: outcome.failed ? 'error' : 'info',
    message: `Business operation ${outcome.failed ? 'failed' : 'completed'}`,
    fields: {
      event: 'business_operation',
      operation: operation.labels[ATTR_BUSINESS_OPERATION_NAME],
      duration_ms: outcome.durationMs,
    },
    error: outcome.error,
  };
}
