import { ATTR_DB_RESPONSE_STATUS_CODE } from '@opentelemetry/semantic-conventions';
import { databaseResult } from '../../../conventions/database/database.js';
import type { Result } from '../../../observation/index.js';

/** A failed query. Of Node's own driver, the code is SQLite's number, since its `code` is the same for all. */
export function failedSqlite(error: unknown): Result {
  const result = databaseResult({}, error ?? new Error('Unknown'));
  const { errcode } = Object(error) as { errcode?: unknown };
  if (typeof errcode !== 'number') return result;
  return { ...result, facts: { ...result.facts, [ATTR_DB_RESPONSE_STATUS_CODE]: String(errcode) } };
}
