import { closeAll } from '../../../life-cycle/close-all.js';
import type { Close } from '../../instrumentation.js';
import { replaceMethod } from '../../replace-method.js';
import type { PatchDriver } from '../driver-instrumentation.js';
import { replaceConnectionMethods } from '../sqlite/replace-connection-methods.js';
import { type ReadCall, replaceStatementMethods } from '../sqlite/replace-statement-methods.js';
import { SqliteQueries } from '../sqlite/sqlite-queries.js';
import type { BetterSqlite3 } from './better-sqlite3.instrumentation.js';

export const patchBetterSqlite3: PatchDriver<BetterSqlite3> = (Database, patch) => {
  const queries = new SqliteQueries(patch);
  const undo: Close[] = [replaceConnectionMethods(Database.prototype as object, queries)];
  const known = new WeakSet<object>();
  const learn = (statement: object): void => {
    const prototype = Object.getPrototypeOf(statement) as object;
    if (known.has(prototype)) return;
    known.add(prototype);
    undo.push(replaceStatementMethods(prototype, queries, read));
  };
  undo.push(learningPrepare(Database.prototype as object, learn));
  learnFromNothing(Database, learn);
  return closeAll(undo);
};

const read: ReadCall = (self, parameters) => ({ text: (self as { readonly source?: unknown }).source, parameters });

/** The class of statements is not exported, and there is one for each native binding. */
function learningPrepare(prototype: object, learn: (statement: object) => void): Close {
  return replaceMethod(
    prototype,
    'prepare',
    (original) =>
      function (this: unknown, ...parameters) {
        const statement = Reflect.apply(original, this, parameters) as object;
        learn(statement);
        return statement;
      },
  );
}

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
