import { DatabaseSync } from 'node:sqlite';
import BetterSqlite3 from 'better-sqlite3';
import type { Adapter } from './adapter.js';

const TABLE = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users VALUES (1, 'ada')";
const QUERY = 'SELECT id, name FROM users WHERE id = ?';

/** Statements of SQLite in memory, which are over when the call returns. */
export const SQLITE: readonly Adapter[] = [
  {
    name: 'node:sqlite get',
    instrumentation: { database: { drivers: { nodeSqlite: true } } },
    collapses: true,
    async start(host) {
      await host.start();
      const database = new DatabaseSync(':memory:');
      database.exec(TABLE);
      const statement = database.prepare(QUERY);
      return { call: () => statement.get(1), stop: () => database.close() };
    },
  },
  {
    name: 'better-sqlite3 get',
    instrumentation: { database: { drivers: { betterSqlite3: true } } },
    collapses: true,
    async start(host) {
      await host.start();
      const database = new BetterSqlite3(':memory:');
      database.exec(TABLE);
      const statement = database.prepare(QUERY);
      return { call: () => statement.get(1), stop: () => database.close() };
    },
  },
];
