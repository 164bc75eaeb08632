import { closeAll } from '../../../life-cycle/close-all.js';
import type { Library } from '../../internals/library.js';
import type { Call } from '../../replace-method.js';
import type { PatchDriver } from '../driver.js';
import { replaceConnectionMethods } from '../sqlite/replace-connection-methods.js';
import { replaceStatementMethods } from '../sqlite/replace-statement-methods.js';
import { SqliteQueries } from '../sqlite/sqlite-queries.js';
import type { NodeSqlite } from './node-sqlite.types.js';
import type { NodeSqliteMember } from './node-sqlite.internals.js';
import { statementText, templateText } from './statement-text.js';

export const patchNodeSqlite: PatchDriver<NodeSqlite, NodeSqliteMember> = (
  { DatabaseSync: Connection, StatementSync: Statement },
  patch,
  library,
) => {
  const queries = new SqliteQueries(patch);
  const connection = Connection?.prototype;
  const statement = Statement?.prototype;
  const undo = [
    replaceConnectionMethods((name, make) => library.replace(`DatabaseSync#${name}`, connection, make), queries),
    replaceStatementMethods(
      (name, make) => library.replace(`StatementSync#${name}`, statement, make),
      queries,
      statementText,
    ),
    library.replace('DatabaseSync#createTagStore', connection, followingTagStores(queries, library)),
  ];
  return closeAll(undo);
};

/** Each tag store has a separate class. It goes with its connection, and is not kept to undo anything. */
function followingTagStores(queries: SqliteQueries, library: Library<NodeSqliteMember>): (original: Call) => Call {
  return (original) =>
    function createTagStore(this: unknown, ...parameters) {
      const store = Reflect.apply(original, this, parameters) as object;
      const owner = Object.getPrototypeOf(store) as object;
      replaceStatementMethods((name, make) => library.replace(`TagStore#${name}`, owner, make), queries, templateText);
      return store;
    };
}
