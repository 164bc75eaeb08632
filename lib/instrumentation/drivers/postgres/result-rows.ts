import type { DatabaseResponse } from '../../../conventions/database/database.js';
import type { PostgresResult } from './postgres.types.js';

/**
 * The rows of a result, or of one result for each statement of a text. Undefined where there are none of that kind.
 * `streamed` is how many rows a cursor gave out.
 */
export function resultRows(value: unknown, streamed: number | undefined): DatabaseResponse {
  if (!Array.isArray(value)) return {};
  const results = (Array.isArray(value[0]) && !('command' in value) ? value : [value]) as readonly PostgresResult[];
  let returnedRows = streamed;
  let affectedRows: number | undefined;
  for (const { length, count, columns } of results) {
    if (columns && columns.length > 0) returnedRows ??= 0;
    if (streamed !== undefined) break;
    if (columns && columns.length > 0) returnedRows = (returnedRows ?? 0) + (count ?? length);
    else if (typeof count === 'number') affectedRows = (affectedRows ?? 0) + count;
  }
  return { returnedRows, affectedRows };
}
