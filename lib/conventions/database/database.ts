import {
  ATTR_DB_COLLECTION_NAME,
  ATTR_DB_NAMESPACE,
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_RESPONSE_STATUS_CODE,
  ATTR_DB_SYSTEM_NAME,
  ATTR_ERROR_TYPE,
} from '@opentelemetry/semantic-conventions';
import type { Operation, Result } from '../../observation/index.js';
import {
  ATTR_DB_QUERY_ARGUMENT_COUNT,
  ATTR_DB_RESPONSE_AFFECTED_ROWS,
  ATTR_DB_RESPONSE_RETURNED_ROWS,
} from '../attributes.js';
import { GIVEN_UP, isGivenUp } from '../given-up.js';
import { errorCode, errorType } from '../error-type.js';
import { DATABASE } from './database.kind.js';

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
 * A query's name and labels. Reuse the object for all queries with this description.
 *
 * Source: semantic conventions 1.45, database client spans: `{operation} {target}`.
 */
export function databaseOperation(query: DatabaseQuery): Operation<typeof DATABASE.kind> {
  const { system, operation, collection, namespace } = query;
  return {
    kind: DATABASE.kind,
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

/** The same query with the number of its arguments. The values are never recorded. */
export function withArgumentCount(operation: Operation, count: number): Operation {
  return { ...operation, attributes: { ...operation.attributes, [ATTR_DB_QUERY_ARGUMENT_COUNT]: count } };
}

/** The facts that a driver reports when a query ends. */
export interface DatabaseResponse {
  readonly returnedRows?: number | undefined;
  readonly affectedRows?: number | undefined;
}

/**
 * The result of a query: row counts, or the error with the database's code, such as `23505` or `ER_DUP_ENTRY`.
 *
 * Source: semantic conventions 1.45, `db.response.status_code`; `db.response.returned_rows` is in development.
 */
export function databaseResult(response: DatabaseResponse, error?: unknown): Result {
  if (isGivenUp(error)) return GIVEN_UP;
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
