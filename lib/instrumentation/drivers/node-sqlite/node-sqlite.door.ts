import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { driverDoor } from '../driver-door.js';
import { type Call, replaceMethod } from '../../replace-method.js';
import { replaceConnectionMethods } from '../sqlite/replace-connection-methods.js';
import { replaceStatementMethods } from '../sqlite/replace-statement-methods.js';
import { SqliteQueries } from '../sqlite/sqlite-queries.js';
import { statementText, templateText } from './statement-text.js';

export interface NodeSqlite {
  readonly DatabaseSync: { readonly prototype: DatabaseSync };
  readonly StatementSync: { readonly prototype: StatementSync };
}

/** Observes SQLite through `node:sqlite`. */
export const openNodeSqlite = driverDoor<NodeSqlite>({
  packageName: 'node:sqlite',
  wanted: ({ database }) => database.drivers.nodeSqlite,
  isLoaded: isSqliteLoaded,
  load: async () => (await import('node:sqlite')) as unknown as NodeSqlite,
  patch: ({ DatabaseSync: Connection, StatementSync: Statement }, patch) => {
    const queries = new SqliteQueries(patch);
    const undo = [
      replaceConnectionMethods(Connection.prototype, queries),
      replaceStatementMethods(Statement.prototype, queries, statementText),
      replaceMethod(Connection.prototype, 'createTagStore', followingTagStores(queries)),
    ];
    return () => {
      for (const close of undo) close();
    };
  },
});

/** Node tells nowhere else which of its modules are loaded, and loading this one may print a warning. */
function isSqliteLoaded(): boolean {
  const { moduleLoadList } = process as { readonly moduleLoadList?: readonly string[] };
  return moduleLoadList?.includes('NativeModule sqlite') === true;
}

/** Each tag store has a class of its own. It goes with its connection, and is not kept to undo anything. */
function followingTagStores(queries: SqliteQueries): (original: Call) => Call {
  return (original) =>
    function createTagStore(this: unknown, ...parameters) {
      const store = Reflect.apply(original, this, parameters) as object;
      replaceStatementMethods(Object.getPrototypeOf(store) as object, queries, templateText);
      return store;
    };
}
