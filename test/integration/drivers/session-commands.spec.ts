import Database from 'better-sqlite3';
import { createPool } from 'mysql2/promise';
import { Pool } from 'pg';
import postgres from 'postgres';
import { insistOnDrivers, type ObservedApplication, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { queriesOf, tracedQueries } from './traced-queries.js';

insistOnDrivers({ database: { drivers: { pg: true, mysql2: true, postgres: true, betterSqlite3: true } } });

/** A database whose connections are prepared by `prepare` when they are opened. */
interface Prepared {
  ask(sql: string): unknown;
  end(): unknown;
}

const PG = { host: '127.0.0.1', user: 'postgres', database: 'test' };

const DATABASES: Record<string, { readonly server: readonly [string, number]; open(prepare: string): Prepared }> = {
  pg: {
    server: ['PostgreSQL', 5432],
    open: (prepare) => {
      const pool = new Pool(PG);
      pool.on('connect', (client) => void client.query(prepare));
      return { ask: (sql) => pool.query(sql), end: () => pool.end() };
    },
  },
  'pg with callbacks': {
    server: ['PostgreSQL', 5432],
    open: (prepare) => {
      const pool = new Pool(PG);
      pool.on('connect', (client) => void client.query(prepare, () => undefined));
      const ask = (sql: string) => new Promise((resolve) => void pool.query(sql, resolve));
      return { ask, end: () => pool.end() };
    },
  },
  mysql2: {
    server: ['MariaDB', 3306],
    open: (prepare) => {
      const pool = createPool({ host: '127.0.0.1', user: 'root', database: 'test' });
      pool.pool.on('connection', (connection) => void connection.query(prepare));
      return { ask: (sql) => pool.query(sql), end: () => pool.end() };
    },
  },
  postgres: {
    server: ['PostgreSQL', 5432],
    open: (prepare) => {
      const sql = postgres({ ...PG, max: 1 });
      let prepared: Promise<unknown> | undefined;
      return {
        ask: async (text) => (await (prepared ??= sql.unsafe(prepare)), sql.unsafe(text)),
        end: () => sql.end(),
      };
    },
  },
};

for (const [driver, { server, open }] of Object.entries(DATABASES)) {
  describeWithServer(...server, `commands that prepare a connection of ${driver}`, () => {
    let observed: ObservedApplication;
    let database: Prepared | undefined;

    beforeEach(async () => {
      observed = await startObserved('express', {}, { logging: { events: { database: true } } });
    });
    afterEach(async () => {
      await database?.end();
      await observed.close();
    });

    const prepare = driver === 'mysql2' ? 'SET NAMES utf8mb4' : 'set search_path to public';

    it('make no span, line or sample outside a unit of work', async () => {
      database = open(prepare);
      await database.ask('SELECT 1');
      await observed.app.close();
      expect(queriesOf(await observed.spans()).map(({ name }) => name)).toEqual(['SELECT']);
      expect(observed.lines().filter(({ fields }) => fields?.['operation'] === 'SET')).toEqual([]);
      expect((await observed.seriesNames()).filter((name) => name.includes('operation="SET"'))).toEqual([]);
    });

    it('are queries inside one, and so is a query that stands behind one', async () => {
      database = open('SELECT 1');
      const asked = database;
      await asked.ask('SELECT 1');
      const spans = await tracedQueries(observed, async () => asked.ask(prepare));
      expect(spans.map(({ name }) => name)).toEqual(['SET']);
      if (driver === 'mysql2') return;
      await observed.reset();
      await asked.ask(`${prepare}; DELETE FROM pg_class WHERE false`);
      expect((await observed.spans()).map(({ name }) => name)).toEqual(['SET DELETE pg_class']);
    });
  });
}

describe('a pragma of SQLite', () => {
  it('makes a span inside a unit of work only', async () => {
    const observed = await startObserved('express', {});
    const database = new Database(':memory:');
    database.pragma('foreign_keys = ON');
    expect(await observed.spans()).toEqual([]);
    const spans = await tracedQueries(observed, async () => database.pragma('foreign_keys'));
    expect(spans.map(({ name }) => name)).toEqual(['PRAGMA']);
    database.close();
    await observed.close();
  });
});
