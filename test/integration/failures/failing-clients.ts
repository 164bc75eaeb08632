import { MikroORM } from '@mikro-orm/core';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import Sqlite from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import knex from 'knex';
import { createPool } from 'mysql2/promise';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';

const POSTGRES = { host: '127.0.0.1', port: 5432, user: 'postgres', database: 'test' };
const MARIADB = { host: '127.0.0.1', port: 3306, user: 'root', database: 'test' };
const STATEMENT = 'select * from no_such_table';

/** A client of a database whose query fails: below an ORM, a query builder, or by itself. */
export interface FailingClient {
  readonly name: string;
  /** The class of the driver's error, and its code. */
  readonly type: string;
  readonly code: string;
  open(): Promise<OpenClient> | OpenClient;
}

export interface OpenClient {
  fail(): unknown;
  close(): unknown;
}

/** The shape of the errors of Prisma with a driver adapter. The driver's error is a cause. */
class PrismaClientKnownRequestError extends Error {
  override readonly name = 'PrismaClientKnownRequestError';
  readonly code = 'P2021';
  readonly clientVersion = '7.0.0';
  readonly meta = { modelName: 'User' };
}

const PG_CODE = { type: 'DatabaseError', code: '42P01' };

export const FAILING_CLIENTS: readonly FailingClient[] = [
  {
    name: 'TypeORM',
    ...PG_CODE,
    open: async () => {
      const { user: username, ...rest } = POSTGRES;
      const source = await new DataSource({ type: 'postgres', username, ...rest }).initialize();
      return { fail: async () => await source.query(STATEMENT), close: () => source.destroy() };
    },
  },
  {
    name: 'MikroORM',
    ...PG_CODE,
    open: async () => {
      const { database: dbName, ...rest } = POSTGRES;
      const options = {
        driver: PostgreSqlDriver,
        dbName,
        ...rest,
        entities: [],
        discovery: { warnWhenNoEntities: false },
      };
      const orm = await MikroORM.init(options);
      return { fail: async () => await orm.em.fork().getConnection().execute(STATEMENT), close: () => orm.close() };
    },
  },
  {
    name: 'Drizzle',
    ...PG_CODE,
    open: () => {
      const pool = new Pool(POSTGRES);
      const db = drizzle({ client: pool });
      return { fail: async () => await db.execute(sql.raw(STATEMENT)), close: () => pool.end() };
    },
  },
  {
    name: 'an error of the shape of Prisma',
    ...PG_CODE,
    open: () => {
      const pool = new Pool(POSTGRES);
      const fail = async (): Promise<unknown> => {
        try {
          return await pool.query(STATEMENT);
        } catch (cause) {
          throw new PrismaClientKnownRequestError('The table does not exist', { cause });
        }
      };
      return { fail, close: () => pool.end() };
    },
  },
  {
    name: 'Knex',
    ...PG_CODE,
    open: () => {
      // Without this option, the errors of Knex never have frames of the application.
      const db = knex({ client: 'pg', connection: POSTGRES, asyncStackTraces: true });
      return { fail: async () => await db.select().from('no_such_table'), close: () => db.destroy() };
    },
  },
  {
    name: 'pg',
    ...PG_CODE,
    open: () => {
      const pool = new Pool(POSTGRES);
      return { fail: async () => await pool.query(STATEMENT), close: () => pool.end() };
    },
  },
  {
    name: 'mysql2',
    type: 'Error',
    code: 'ER_NO_SUCH_TABLE',
    open: () => {
      const pool = createPool(MARIADB);
      return { fail: async () => await pool.query(STATEMENT), close: () => pool.end() };
    },
  },
  {
    name: 'better-sqlite3',
    type: 'SqliteError',
    code: 'SQLITE_CONSTRAINT_NOTNULL',
    open: () => {
      const db = new Sqlite(':memory:');
      db.exec('create table users (name text not null)');
      return { fail: () => db.prepare('insert into users values (null)').run(), close: () => db.close() };
    },
  },
];
