import { closeAll } from '../../../life-cycle/close-all.js';
import type { Close } from '../../instrumentation.js';
import { replaceMethod } from '../../replace-method.js';
import type { SqliteQueries } from './sqlite-queries.js';

/** Observes `exec`, and `prepare` where it fails, of a connection to SQLite. */
export function replaceConnectionMethods(owner: object, queries: SqliteQueries): Close {
  const undo = [
    replaceMethod(
      owner,
      'exec',
      (original, observedElsewhere) =>
        function (this: unknown, ...parameters) {
          const query = { self: this, text: parameters[0], observedElsewhere };
          return queries.observe(
            query,
            () => Reflect.apply(original, this, parameters),
            () => undefined,
          );
        },
    ),
    replaceMethod(
      owner,
      'prepare',
      (original, observedElsewhere) =>
        function (this: unknown, ...parameters) {
          const query = { self: this, text: parameters[0], observedElsewhere };
          return queries.observeFailure(query, () => Reflect.apply(original, this, parameters));
        },
    ),
  ];
  return closeAll(undo);
}
