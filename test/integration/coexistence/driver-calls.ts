import { createRequire } from 'node:module';
import { MongoClient } from 'mongodb';
import mysql from 'mysql2';
import { Pool } from 'pg';
import Cursor from 'pg-cursor';
import { createClient } from 'redis';

// An official instrumentation does not see an `import` of a package that is CommonJS all over.
const { Cluster, Redis } = createRequire(import.meta.url)('ioredis') as typeof import('ioredis');

type Call = () => unknown;

/** The ways to ask each driver something, and what ends its connections. */
export interface DriverCalls {
  readonly calls: Readonly<Record<string, Call>>;
  end(): Promise<unknown>;
}

export async function pgCalls(): Promise<DriverCalls> {
  const pool = new Pool({ host: '127.0.0.1', user: 'postgres', database: 'test' });
  const client = await pool.connect();
  const nowhere = new Pool({ host: '127.0.0.1', port: 1 });
  return {
    calls: {
      promise: () => client.query('select 1 as n'),
      callback: () => new Promise((resolve) => client.query('select $1::int as n', [1], resolve)),
      pool: () => pool.query('select 1 as n'),
      cursor: async () => {
        const cursor = client.query(new Cursor('select 1 as n'));
        await cursor.read(2);
        await cursor.close();
      },
      failing: () => client.query('select * from official_absent').catch(String),
      'no connection': () => nowhere.query('select 1 as n').catch(String),
    },
    end: async () => {
      client.release();
      await pool.end();
    },
  };
}

export async function mysql2Calls(): Promise<DriverCalls> {
  const pool = mysql.createPool({ host: '127.0.0.1', user: 'root', database: 'test' });
  const core = await new Promise<mysql.PoolConnection>((resolve, reject) => {
    pool.getConnection((error, connected) => (error ? reject(error) : resolve(connected)));
  });
  const connection = core.promise();
  return {
    calls: {
      promise: () => connection.query('select 1 as n'),
      execute: () => connection.execute('select ? as n', [1]),
      callback: () => new Promise((resolve) => core.query('select 1 as n', resolve)),
      events: () => new Promise((resolve) => core.query('select ? as n', [1]).on('end', resolve)),
      pool: () => pool.promise().query('select 1 as n'),
      prepared: async () => {
        const statement = await connection.prepare('select 1 as n');
        await statement.execute([]);
        await statement.close();
      },
      failing: () => connection.query('select * from official_absent').catch(String),
    },
    end: async () => {
      core.release();
      await pool.promise().end();
    },
  };
}

export async function mongodbCalls(): Promise<DriverCalls> {
  const client = await new MongoClient(`mongodb://127.0.0.1:${process.env['TEST_MONGODB_PORT']}`).connect();
  const users = client.db('shop').collection('users');
  return {
    calls: {
      insert: () => users.insertOne({ name: 'Ann' }),
      find: () => users.find({ name: 'Ann' }).toArray(),
      failing: () => client.db('shop').command({ nonsense: 1 }).catch(String),
    },
    end: () => client.close(),
  };
}

export async function ioredisCalls(): Promise<DriverCalls> {
  const redis = new Redis();
  await redis.ping();
  const cluster = new Cluster([{ host: '127.0.0.1', port: Number(process.env['TEST_CLUSTER_PORT']) }]);
  await cluster.get('official');
  return {
    calls: {
      command: () => redis.get('official'),
      failing: () => redis.call('nonsense').catch(String),
      pipeline: () => redis.pipeline().get('official').get('other').exec(),
      transaction: () => redis.multi().get('official').exec(),
      cluster: () => cluster.get('official'),
    },
    end: async () => {
      cluster.disconnect();
      await redis.quit();
    },
  };
}

export async function redisCalls(): Promise<DriverCalls> {
  const redis = await createClient().connect();
  return {
    calls: {
      command: () => redis.get('official'),
      failing: () => redis.sendCommand(['NONSENSE']).catch(String),
      pipeline: () => redis.multi().get('official').get('other').execAsPipeline(),
      transaction: () => redis.multi().get('official').get('other').exec(),
    },
    end: () => redis.close(),
  };
}
