import {
  ATTR_DB_RESPONSE_STATUS_CODE,
  ATTR_ERROR_TYPE,
  ERROR_TYPE_VALUE_OTHER,
} from '@opentelemetry/semantic-conventions';
import type { Result } from '../observation/index.js';
import { ATTR_DB_RESPONSE_RETURNED_ROWS } from './attributes.js';
import { errorType } from './error-type.js';

const NOTHING_RETURNED: Result = Object.freeze({ failed: false, facts: Object.freeze({}) });

/** A query that the server has answered. `returnedRows` is undefined where the query is of a kind that returns none. */
export function answeredQuery(returnedRows: number | undefined): Result {
  if (returnedRows === undefined) return NOTHING_RETURNED;
  return { failed: false, facts: { [ATTR_DB_RESPONSE_RETURNED_ROWS]: returnedRows } };
}

/** A query that failed. The status code is the database's own: a SQLSTATE, or a name such as `ER_DUP_ENTRY`. */
export function failedQuery(error: unknown): Result {
  const { code } = Object(error) as { code?: unknown };
  const type = { [ATTR_ERROR_TYPE]: error === undefined ? ERROR_TYPE_VALUE_OTHER : errorType(error) };
  return {
    failed: true,
    error,
    facts: typeof code === 'string' ? { ...type, [ATTR_DB_RESPONSE_STATUS_CODE]: code } : type,
  };
}
