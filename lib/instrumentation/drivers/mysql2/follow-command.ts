import { type Context, context as contextApi } from '@opentelemetry/api';
import { databaseResult, type DatabaseResponse } from '../../../conventions/database/database.js';
import type { Result } from '../../../observation/index.js';
import type { Call } from '../../replace-method.js';
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
    end(databaseResult(error ? {} : rowsOf(rows, fields), error || undefined));
    return contextApi.with(caller, callback, this, ...answer);
  };
}

/** Follows a command through its events. Nothing listens: an unhandled `error` has to stay unhandled. */
export function followEvents(command: MysqlCommand, end: EndQuery, caller: Context): void {
  const { emit } = command;
  // With a callback, the rows come with it, later than `end`.
  const called = typeof command.onResult === 'function';
  let rows: number | undefined;
  const value: Call = (...parameters) => {
    const [event, parameter] = parameters;
    if (event === 'error') end(databaseResult({}, parameter));
    else if (event === 'end' && !called) end(databaseResult({ returnedRows: rows }));
    else if (event === 'fields' && parameter !== undefined) rows ??= 0;
    // The summary of a statement that returns no rows comes alone, a row with the number of its statement.
    else if (event === 'result' && parameters.length > 2) rows = (rows ?? 0) + 1;
    return contextApi.with(caller, emit as Call, command, ...parameters);
  };
  Object.defineProperty(command, 'emit', { value, configurable: true, writable: true });
}

/** The rows of all statements; undefined where none of them is of that kind. */
function rowsOf(rows: unknown, fields: unknown): DatabaseResponse {
  const several = Array.isArray(fields) && fields.some((field) => field === undefined || Array.isArray(field));
  let returnedRows: number | undefined;
  let affectedRows: number | undefined;
  for (const result of several ? (rows as readonly unknown[]) : [rows]) {
    const { affectedRows: affected } = Object(result) as { affectedRows?: unknown };
    if (Array.isArray(result)) returnedRows = (returnedRows ?? 0) + result.length;
    else if (typeof affected === 'number') affectedRows = (affectedRows ?? 0) + affected;
  }
  return { returnedRows, affectedRows };
}
