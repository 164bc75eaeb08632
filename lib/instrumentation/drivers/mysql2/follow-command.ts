import { type Context, context as contextApi } from '@opentelemetry/api';
import { answeredQuery, failedQuery } from '../../../conventions/database-result.js';
import type { Result } from '../../../observation/index.js';
import type { Call } from '../replace-method.js';
import type { MysqlCommand } from './mysql2.types.js';

/** Says how a query came out. The first word counts. */
export type EndQuery = (result: Result) => void;

/**
 * A callback in the context of its caller; the driver calls it in that in which its connection was made. It is told
 * that the query has ended before the caller is.
 */
export function followCallback(callback: Call, end: EndQuery, caller: Context): Call {
  return function (this: unknown, ...answer) {
    const [error, rows, fields] = answer;
    end(error ? failedQuery(error) : answeredQuery(returnedRows(rows, fields)));
    return contextApi.with(caller, callback, this, ...answer);
  };
}

/** Follows a command through its events. Nothing listens: an `error` that nobody handles has to stay one. */
export function followEvents(command: MysqlCommand, end: EndQuery, caller: Context): void {
  const { emit } = command;
  // With a callback, the rows come with it, later than `end`.
  const called = typeof command.onResult === 'function';
  let rows: number | undefined;
  const value: Call = (...parameters) => {
    const [event, parameter] = parameters;
    if (event === 'error') end(failedQuery(parameter));
    else if (event === 'end' && !called) end(answeredQuery(rows));
    else if (event === 'fields' && parameter !== undefined) rows ??= 0;
    // The summary of a statement that returns no rows comes alone, a row with the number of its statement.
    else if (event === 'result' && parameters.length > 2) rows = (rows ?? 0) + 1;
    return contextApi.with(caller, emit as Call, command, ...parameters);
  };
  Object.defineProperty(command, 'emit', { value, configurable: true, writable: true });
}

/** Rows of all statements; undefined where none of them returns any. */
function returnedRows(rows: unknown, fields: unknown): number | undefined {
  if (!Array.isArray(rows) || !Array.isArray(fields)) return undefined;
  const several = fields.some((field) => field === undefined || Array.isArray(field));
  if (!several) return rows.length;
  let total: number | undefined;
  for (const result of rows as readonly unknown[]) {
    if (Array.isArray(result)) total = (total ?? 0) + result.length;
  }
  return total;
}
