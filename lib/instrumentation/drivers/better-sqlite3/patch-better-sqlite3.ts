import { closeAll } from '../../../life-cycle/close-all.js';
import type { Close } from '../../instrumentation.js';
import type { PatchDriver } from '../driver.js';
import { replaceConnectionMethods } from '../sqlite/replace-connection-methods.js';
import { type ReadCall, replaceStatementMethods } from '../sqlite/replace-statement-methods.js';
import { SqliteQueries } from '../sqlite/sqlite-queries.js';
import type { BetterSqlite3 } from './better-sqlite3.types.js';
import type { BetterSqlite3Member } from './better-sqlite3.internals.js';

export const patchBetterSqlite3: PatchDriver<BetterSqlite3, BetterSqlite3Member> = (Database, patch, library) => {
  const queries = new SqliteQueries(patch);
  const prototype = Database.prototype as object | undefined;
  const undo: Close[] = [
    replaceConnectionMethods((name, make) => library.replace(`Database#${name}`, prototype, make), queries),
  ];
  const known = new WeakSet<object>();
  const learn = (statement: object): void => {
    const owner = Object.getPrototypeOf(statement) as object;
    if (known.has(owner)) return;
    known.add(owner);
    library.inspect('Statement#source', statement);
    undo.push(
      replaceStatementMethods((name, make) => library.replace(`Statement#${name}`, owner, make), queries, read),
    );
  };
  // The class of statements is not exported, and there is one for each native binding.
  const learning = library.replace(
    'Database#prepare',
    prototype,
    (original) =>
      function (this: unknown, ...parameters) {
        const statement = Reflect.apply(original, this, parameters) as object;
        learn(statement);
        return statement;
      },
  );
  undo.push(learning);
  learnFromNothing(Database, learn);
  return closeAll(undo);
};

const read: ReadCall = (self, parameters) => ({ text: (self as { readonly source?: unknown }).source, parameters });

/** Statements may have been prepared before. Without its binding, the driver fails for the application itself. */
function learnFromNothing(Database: BetterSqlite3, learn: (statement: object) => void): void {
  try {
    const connection = new Database(':memory:');
    learn(connection.prepare('SELECT 1'));
    connection.close();
  } catch {
    // The binding may be somewhere else, where only the application knows.
  }
}
