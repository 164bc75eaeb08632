import { closeAll } from '../../../life-cycle/close-all.js';
import type { Close } from '../../instrumentation.js';
import type { ReplaceByName } from './replace-connection-methods.js';
import type { CountRows, SqliteQueries } from './sqlite-queries.js';

/** The text of the query that a statement, or a call of a tag store, stands for; and the values that it is given. */
export type ReadCall = (
  self: unknown,
  parameters: readonly unknown[],
) => {
  readonly text: unknown;
  readonly parameters: readonly unknown[];
};

/** Methods of a statement that are replaced. */
export type StatementMethod = 'run' | 'get' | 'all' | 'iterate';

const ROWS: Readonly<Record<Exclude<StatementMethod, 'iterate'>, CountRows>> = {
  run: () => undefined,
  get: (row) => (row === undefined ? 0 : 1),
  all: (rows) => (rows as readonly unknown[]).length,
};

/** Observes `run`, `get`, `all` and `iterate`, which every driver of SQLite gives its statements. */
export function replaceStatementMethods(
  replace: ReplaceByName<StatementMethod>,
  queries: SqliteQueries,
  read: ReadCall,
): Close {
  const undo = (Object.keys(ROWS) as (keyof typeof ROWS)[]).map((name) =>
    replace(
      name,
      (original, observedElsewhere) =>
        function (this: unknown, ...parameters) {
          const query = { self: this, ...read(this, parameters), observedElsewhere };
          return queries.observe(query, () => Reflect.apply(original, this, parameters), ROWS[name]);
        },
    ),
  );
  undo.push(
    replace(
      'iterate',
      (original, observedElsewhere) =>
        function (this: unknown, ...parameters) {
          const query = { self: this, ...read(this, parameters), observedElsewhere };
          return queries.observeRows(query, () => Reflect.apply(original, this, parameters));
        },
    ),
  );
  return closeAll(undo);
}
