import type { PerCall } from '../described/described-call.js';
import { describeQueryCall, type TraceQueryOptions } from '../described/query-call.js';
import { observeMethod } from './observe-method.js';

/**
 * A database span and `db_queries_total`, `db_query_duration_seconds` for each call. Give the SQL, or operation and
 * table; or a function that makes them of the arguments of each call. The arguments are counted, their values are not
 * recorded.
 *
 * @example
 * \@TraceQuery({ system: 'postgresql', text: 'SELECT * FROM users WHERE id = $1' })
 * findById(id: string) {}
 */
export function TraceQuery(query: PerCall<TraceQueryOptions>): MethodDecorator {
  return observeMethod(() => (telemetry, args) => describeQueryCall(query, args, telemetry));
}
