import type { DatabaseResponse } from '../../../conventions/database/database.js';
import type { PgResult } from './pg.types.js';

/** The rows of all statements; undefined where none of them is of that kind. */
export function rowsOf(result: unknown): DatabaseResponse {
  let returnedRows: number | undefined;
  let affectedRows: number | undefined;
  for (const { fields, rows, rowCount } of (Array.isArray(result) ? result : [Object(result)]) as readonly PgResult[]) {
    if (fields && rows && fields.length > 0) returnedRows = (returnedRows ?? 0) + rows.length;
    else if (typeof rowCount === 'number') affectedRows = (affectedRows ?? 0) + rowCount;
  }
  return { returnedRows, affectedRows };
}
