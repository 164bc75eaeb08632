import { SpanKind } from '@opentelemetry/api';
import {
  ATTR_DB_COLLECTION_NAME,
  ATTR_DB_NAMESPACE,
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_QUERY_TEXT,
  ATTR_DB_SYSTEM_NAME,
  ATTR_ERROR_TYPE,
  METRIC_DB_CLIENT_OPERATION_DURATION,
} from '@opentelemetry/semantic-conventions';
import { ATTR_DB_QUERY } from '../attributes.js';
import type { CallKind } from '../call-kind.js';
import { type DescribeEvent, EVENT_SEVERITIES } from '../logs/kind-event.js';
import { DURATION_BUCKETS, ERROR_TYPE_LABEL, type FamilyMetrics } from '../metrics/metric-family.js';
import type { OtlpFamily } from '../metrics/otlp-family.js';

/** In seconds. Source: semantic conventions 1.45, `db.client.operation.duration`. */
const OTLP_BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

const PROMETHEUS: FamilyMetrics = {
  labels: {
    operation: { attribute: ATTR_DB_OPERATION_NAME, otherwise: 'unknown' },
    table: { attribute: ATTR_DB_COLLECTION_NAME, otherwise: 'unknown' },
  },
  resultLabels: { error: (outcome) => (outcome.failed ? 'true' : 'false') },
  counters: [{ name: 'db_queries_total', help: 'Total number of database queries' }],
  duration: {
    name: 'db_query_duration_seconds',
    help: 'Database query duration in seconds',
    buckets: DURATION_BUCKETS,
  },
};

const OTLP: OtlpFamily = {
  attributes: [ATTR_DB_SYSTEM_NAME, ATTR_DB_OPERATION_NAME, ATTR_DB_COLLECTION_NAME, ATTR_DB_NAMESPACE],
  results: { [ATTR_ERROR_TYPE]: ERROR_TYPE_LABEL },
  counters: [],
  duration: {
    name: METRIC_DB_CLIENT_OPERATION_DURATION,
    help: 'Duration of database client operations',
    buckets: OTLP_BUCKETS,
  },
};

const EVENT_ATTRIBUTES = {
  // The text, or the summary.
  query: ATTR_DB_QUERY,
  system: ATTR_DB_SYSTEM_NAME,
  operation: ATTR_DB_OPERATION_NAME,
  table: ATTR_DB_COLLECTION_NAME,
};

const describe: DescribeEvent = ({ name, labels, attributes }, outcome) => ({
  message: `Database query ${outcome.failed ? 'failed' : 'executed'}`,
  fields: {
    event: 'db_query',
    query: attributes[ATTR_DB_QUERY_TEXT] ?? name,
    system: labels[ATTR_DB_SYSTEM_NAME],
    operation: labels[ATTR_DB_OPERATION_NAME],
    table: labels[ATTR_DB_COLLECTION_NAME],
    duration_ms: outcome.durationMs,
  },
});

/** A database query. */
export const DATABASE = {
  kind: 'database',
  spanKind: SpanKind.CLIENT,
  option: 'database',
  metrics: { prometheus: PROMETHEUS, otlp: OTLP },
  event: { severities: EVENT_SEVERITIES, attributes: EVENT_ATTRIBUTES, describe },
} as const satisfies CallKind;
