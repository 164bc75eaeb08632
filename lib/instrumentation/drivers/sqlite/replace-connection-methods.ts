import { closeAll } from '../../../life-cycle/close-all.js';
import type { Close } from '../../instrumentation.js';
import type { Call } from '../../replace-method.js';
import type { SqliteQueries } from './sqlite-queries.js';

/** Replaces a method of a connection or of a statement. */
export type ReplaceByName<Name extends string> = (
  name: Name,
  make: (original: Call, observedElsewhere: () => boolean) => Call,
) => Close;

/** Observes `exec`, and `prepare` where it fails, of a connection to SQLite. */
export function replaceConnectionMethods(replace: ReplaceByName<'exec' | 'prepare'>, queries: SqliteQueries): Close {
  const undo = [
    replace(
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
    replace(
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
