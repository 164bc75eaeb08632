import { closeAll } from '../../../life-cycle/close-all.js';
import type { Close } from '../../instrumentation.js';
import { replaceMethod } from '../../replace-method.js';
import type { CountRows, SqliteQueries } from './sqlite-queries.js';

/** The text of the query that a statement, or a call of a tag store, stands for; and the values that it is given. */
export type ReadCall = (
  self: unknown,
  parameters: readonly unknown[],
) => {
  readonly text: unknown;
  readonly parameters: readonly unknown[];
};

const ROWS: Readonly<Record<'run' | 'get' | 'all', CountRows>> = {
  run: () => undefined,
  get: (row) => (row === undefined ? 0 : 1),
  all: (rows) => (rows as readonly unknown[]).length,
};

/** Observes `run`, `get`, `all` and `iterate`, which every driver of SQLite gives its statements. */
export function replaceStatementMethods(owner: object, queries: SqliteQueries, read: ReadCall): Close {
  const undo = Object.entries(ROWS).map(([name, rows]) =>
    replaceMethod(
      owner,
      name,
      (original, observedElsewhere) =>
        function (this: unknown, ...parameters) {
          const query = { self: this, ...read(this, parameters), observedElsewhere };
          return queries.observe(query, () => Reflect.apply(original, this, parameters), rows);
        },
    ),
  );
  undo.push(
    replaceMethod(
      owner,
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
