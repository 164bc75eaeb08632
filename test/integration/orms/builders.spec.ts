import { eq, sql } from 'drizzle-orm';
import { drizzle as drizzleMysql } from 'drizzle-orm/mysql2';
import { int, mysqlTable } from 'drizzle-orm/mysql-core';
import { drizzle as drizzlePg } from 'drizzle-orm/node-postgres';
import { integer, pgTable } from 'drizzle-orm/pg-core';
import knex from 'knex';
import { createPool } from 'mysql2/promise';
import { Pool } from 'pg';
import { each, queriesOf, tracedQueries } from '../drivers/traced-queries.js';
import { startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';

const PG = { host: '127.0.0.1', port: 5432, user: 'postgres', database: 'test' };
const MYSQL = { host: '127.0.0.1', port: 3306, user: 'root', database: 'test' };

/** What each builder does, and what ends its connections. */
interface Work {
  run(): Promise<unknown>;
  end(): Promise<unknown>;
}

function drizzleOnPg(): Work {
  const pool = new Pool(PG);
  const db = drizzlePg(pool);
  const items = pgTable('sqlnet_items', { id: integer().primaryKey(), parent: integer() });
  return {
    run: () =>
      db.transaction(async (tx) => {
        await tx.execute(sql`create temporary table sqlnet_items (id int, parent int)`);
        await tx.insert(items).values({ id: 4711, parent: 1 });
        await tx.select().from(items).where(eq(items.id, 4711));
        await tx.execute(sql`drop table sqlnet_items`);
      }),
    end: () => pool.end(),
  };
}

function drizzleOnMysql(): Work {
  const pool = createPool(MYSQL);
  const db = drizzleMysql({ client: pool as never });
  const items = mysqlTable('sqlnet_items', { id: int().primaryKey(), parent: int() });
  return {
    run: () =>
      db.transaction(async (tx) => {
        await tx.execute(sql`create temporary table sqlnet_items (id int, parent int)`);
        await tx.insert(items).values({ id: 4711, parent: 1 });
        await tx.select().from(items).where(eq(items.id, 4711));
        await tx.execute(sql`drop table sqlnet_items`);
      }),
    end: () => pool.end(),
  };
}

function knexOn(client: 'pg' | 'mysql2'): Work {
  const db = knex({ client, connection: client === 'pg' ? PG : MYSQL });
  return {
    run: () =>
      db.transaction(async (trx) => {
        await trx.raw('create temporary table sqlnet_items (id int, parent int)');
        await trx('sqlnet_items').insert({ id: 4711, parent: 1 });
        await trx('sqlnet_items').where({ id: 4711 }).select();
        await trx.raw('drop table sqlnet_items');
      }),
    end: () => db.destroy(),
  };
}

describeWithServer('PostgreSQL', PG.port, 'query builders', () => {
  describeWithServer('MariaDB', MYSQL.port, 'on both databases', () => {
    it.each([
      ['Drizzle on pg', drizzleOnPg, 'postgresql'],
      ['Drizzle on mysql2', drizzleOnMysql, 'mariadb'],
      ['Knex on pg', () => knexOn('pg'), 'postgresql'],
      ['Knex on mysql2', () => knexOn('mysql2'), 'mariadb'],
    ] as const)(
      '%s: each statement of a transaction is seen where it was asked for',
      async (_title, create, system) => {
        const observed = await startObserved('express', {});
        const work = create();
        try {
          // The first transaction makes the connection, in a trace of its own.
          await tracedQueries(observed, work.run);
          const spans = await tracedQueries(observed, work.run);
          expect(spans.map(({ name }) => name)).toEqual([
            'BEGIN',
            'CREATE TABLE sqlnet_items',
            'INSERT sqlnet_items',
            'SELECT sqlnet_items',
            'DROP TABLE sqlnet_items',
            'COMMIT',
          ]);
          expect(new Set(each(spans, 'db.system.name'))).toEqual(new Set([system]));
          expect(JSON.stringify(spans.map(({ attributes }) => attributes))).not.toContain('4711');
          expect(queriesOf(await observed.spans()).filter((span) => span.parentSpanContext === undefined)).toEqual([]);
        } finally {
          await work.end();
          await observed.close();
        }
      },
    );
  });
});
