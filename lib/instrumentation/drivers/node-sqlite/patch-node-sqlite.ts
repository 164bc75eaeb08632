import { closeAll } from '../../../life-cycle/close-all.js';
import { type Call, replaceMethod } from '../../replace-method.js';
import type { PatchDriver } from '../driver-instrumentation.js';
import { replaceConnectionMethods } from '../sqlite/replace-connection-methods.js';
import { replaceStatementMethods } from '../sqlite/replace-statement-methods.js';
import { SqliteQueries } from '../sqlite/sqlite-queries.js';
import type { NodeSqlite } from './node-sqlite.instrumentation.js';
import { statementText, templateText } from './statement-text.js';

export const patchNodeSqlite: PatchDriver<NodeSqlite> = (
  { DatabaseSync: Connection, StatementSync: Statement },
  patch,
) => {
  const queries = new SqliteQueries(patch);
  const undo = [
    replaceConnectionMethods(Connection.prototype, queries),
    replaceStatementMethods(Statement.prototype, queries, statementText),
    replaceMethod(Connection.prototype, 'createTagStore', followingTagStores(queries)),
  ];
  return closeAll(undo);
};

/** Each tag store has a class of its own. It goes with its connection, and is not kept to undo anything. */
function followingTagStores(queries: SqliteQueries): (original: Call) => Call {
  return (original) =>
    function createTagStore(this: unknown, ...parameters) {
      const store = Reflect.apply(original, this, parameters) as object;
      replaceStatementMethods(Object.getPrototypeOf(store) as object, queries, templateText);
      return store;
    };
}
