import {
  ATTR_DB_COLLECTION_NAME,
  ATTR_DB_NAMESPACE,
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_QUERY_TEXT,
  ATTR_DB_RESPONSE_STATUS_CODE,
  ATTR_DB_SYSTEM_NAME,
  ATTR_ERROR_TYPE,
  ERROR_TYPE_VALUE_OTHER,
  METRIC_DB_CLIENT_OPERATION_DURATION,
} from '@opentelemetry/semantic-conventions';
import type { Operation, Outcome, Result } from '../../observation/index.js';
import {
  ATTR_DB_QUERY_ARGUMENT_COUNT,
  ATTR_DB_RESPONSE_AFFECTED_ROWS,
  ATTR_DB_RESPONSE_RETURNED_ROWS,
} from '../attributes.js';
import { errorCode, errorType } from '../error-type.js';
import type { LogEvent } from '../logs/log-event.js';
import { DURATION_BUCKETS, type MetricFamily } from '../metrics/metric-family.js';

export interface DatabaseQuery {
  /** The `db.system.name` of semantic conventions, such as `postgresql`, `mysql` or `sqlite`. */
  readonly system: string;
  /** `SELECT`, `INSERT`, … */
  readonly operation: string;
  /** The table or collection. */
  readonly collection?: string | undefined;
  readonly namespace?: string | undefined;
}

/**
 * A query's name and labels. Keep it for as long as queries of this description are made.
 *
 * Source: semantic conventions 1.45, database client spans: `{operation} {target}`.
 */
export function databaseOperation(query: DatabaseQuery): Operation {
  const { system, operation, collection, namespace } = query;
  return {
    kind: 'database',
    name: collection === undefined ? operation : `${operation} ${collection}`,
    labels: {
      [ATTR_DB_SYSTEM_NAME]: system,
      [ATTR_DB_OPERATION_NAME]: operation,
      ...(collection === undefined ? {} : { [ATTR_DB_COLLECTION_NAME]: collection }),
      ...(namespace === undefined ? {} : { [ATTR_DB_NAMESPACE]: namespace }),
    },
    attributes: {},
  };
}

/** The same query with the number of its arguments. Never their values. */
export function withArgumentCount(operation: Operation, count: number): Operation {
  return { ...operation, attributes: { ...operation.attributes, [ATTR_DB_QUERY_ARGUMENT_COUNT]: count } };
}

/** What a driver says of a query's end. */
export interface DatabaseResponse {
  readonly returnedRows?: number | undefined;
  readonly affectedRows?: number | undefined;
}

/**
 * A query's result: numbers of rows, or the error with the code that the database gave it, such as `23505` or
 * `ER_DUP_ENTRY`.
 *
 * Source: semantic conventions 1.45, `db.response.status_code`; `db.response.returned_rows` is in development.
 */
export function databaseResult(response: DatabaseResponse, error?: unknown): Result {
  const facts: Record<string, string | number> = {};
  if (error !== undefined && error !== null) {
    facts[ATTR_ERROR_TYPE] = errorType(error);
    const code = errorCode(error);
    if (code !== undefined) facts[ATTR_DB_RESPONSE_STATUS_CODE] = code;
    return { failed: true, error, facts };
  }
  if (response.returnedRows !== undefined) facts[ATTR_DB_RESPONSE_RETURNED_ROWS] = response.returnedRows;
  if (response.affectedRows !== undefined) facts[ATTR_DB_RESPONSE_AFFECTED_ROWS] = response.affectedRows;
  return { failed: false, facts };
}

/** The log event of a finished query. */
export function databaseEvent(operation: Operation, outcome: Outcome): LogEvent {
  const { labels, attributes } = operation;
  return {
    level: outcome.failed ? 'error' : 'info',
    message: `Database query ${outcome.failed ? 'failed' : 'executed'}`,
    fields: {
      event: 'db_query',
      query: attributes[ATTR_DB_QUERY_TEXT] ?? operation.name,
      system: labels[ATTR_DB_SYSTEM_NAME],
      operation: labels[ATTR_DB_OPERATION_NAME],
      table: labels[ATTR_DB_COLLECTION_NAME],
      duration_ms: outcome.durationMs,
    },
    error: outcome.error,
  };
}

export const DATABASE_METRICS: MetricFamily = {
  kind: 'database',
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
  semconv: {
    duration: METRIC_DB_CLIENT_OPERATION_DURATION,
    // The label says only whether there was an error; its type is on the span.
    results: {
      error: {
        attribute: ATTR_ERROR_TYPE,
        value: (label) => (label === 'true' ? ERROR_TYPE_VALUE_OTHER : undefined),
      },
    },
  },
};
