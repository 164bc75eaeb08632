import { type DatabaseQuery, databaseOperation, withArgumentCount } from '../conventions/database.js';
import { observeMethod } from './observe-method.js';

/**
 * A database span and `db_queries_total`, `db_query_duration_seconds` for each call. The arguments are counted, their
 * values are not recorded.
 *
 * @example
 * \@TraceQuery({ system: 'postgresql', operation: 'SELECT', collection: 'users' })
 * findById(id: string) {}
 */
export function TraceQuery(query: DatabaseQuery): MethodDecorator {
  return observeMethod(() => {
    const base = databaseOperation(query);
    return { operation: (args) => withArgumentCount(base, args.length) };
  });
}
