import { type Context, context as contextApi } from '@opentelemetry/api';
import { databaseResult } from '../../../conventions/database/database.js';
import type { Observation, ReportFault } from '../../../observation/index.js';
import { followCopy, isCopy } from './copy-stream.js';
import type { PostgresQuery, QueryCallback } from './postgres.types.js';
import { resultRows } from './result-rows.js';

type CallbackName = 'resolve' | 'reject' | 'cursorFn' | 'forEachFn';
type Wrap = (callback: QueryCallback) => QueryCallback;

/**
 * Follows a query until the driver settles it. Its rows come in the caller's context, and not in that of the connection.
 * Nothing is chained to its promise: an unhandled rejection stays unhandled.
 */
export function followQuery(
  query: PostgresQuery,
  caller: Context,
  observation: Observation,
  report: ReportFault,
): void {
  let streamed = query.cursorRows === undefined ? undefined : 0;
  const settled = (value: unknown): void => {
    // Its rows are copied now. The driver resolves again at the end.
    if (isCopy(value)) followCopy(value, caller, observation);
    else observation.end(databaseResult(resultRows(value, streamed)));
  };
  const failed = (error: unknown): void => observation.end(databaseResult({}, error ?? new Error('The query failed')));
  const wrap = query.cursorRows === undefined ? wrapOnce : wrapAlways;
  wrap(query, 'resolve', before(settled, report));
  wrap(query, 'reject', before(failed, report));
  const inContext: Wrap = (callback) =>
    function (this: unknown, ...parameters) {
      const [rows] = parameters;
      if (streamed !== undefined && Array.isArray(rows)) streamed += rows.length;
      return contextApi.with(caller, callback, this, ...parameters);
    };
  if (query.cursorRows !== undefined) wrap(query, 'cursorFn', inContext);
  if (query.forEachFn !== undefined) wrap(query, 'forEachFn', inContext);
}

function before(notify: (value: unknown) => void, report: ReportFault): Wrap {
  return (callback) =>
    function (this: unknown, ...parameters) {
      try {
        notify(parameters[0]);
      } catch (error) {
        report('The end of a query could not be observed', error);
      }
      return Reflect.apply(callback, this, parameters);
    };
}

function wrapOnce(query: PostgresQuery, name: CallbackName, wrap: Wrap): void {
  const callback = query[name];
  if (callback !== undefined) query[name] = wrap(callback);
}

/** A cursor that is iterated gets new callbacks for each batch. */
function wrapAlways(query: PostgresQuery, name: CallbackName, wrap: Wrap): void {
  const wrapped = (callback: QueryCallback | undefined): QueryCallback | undefined => callback && wrap(callback);
  let current = wrapped(query[name]);
  Object.defineProperty(query, name, {
    configurable: true,
    enumerable: true,
    get: () => current,
    set: (callback: QueryCallback | undefined) => {
      current = wrapped(callback);
    },
  });
}
