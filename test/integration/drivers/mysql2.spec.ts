import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Injectable, Module } from '@nestjs/common';
import { context, trace } from '@opentelemetry/api';
import {
  type Connection,
  createConnection,
  createPool,
  createPoolCluster,
  type Pool,
  type PoolConnection,
  type RowDataPacket,
} from 'mysql2';
import { createPool as createPromisePool } from 'mysql2/promise';
import { Traceable } from 'nestjs-telemetry';
import { insistOnDrivers, ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { each, queriesOf, tracedQueries } from './traced-queries.js';

insistOnDrivers({ database: { drivers: { mysql2: true } } });

const PORT = 3306;
const CONFIG = { host: '127.0.0.1', port: PORT, user: 'root', database: 'test' };

/** The trace in which this runs. */
function traceId(): string | undefined {
  return trace.getSpan(context.active())?.spanContext().traceId;
}

type Done = (error: Error | null, value?: unknown) => void;

/** What was called back, and whatever came of it. */
function called(ask: (done: Done) => unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    ask((error, value) => (error ? reject(error) : resolve(value)));
  });
}

describeWithServer('MariaDB', PORT, 'mysql2', () => {
  let pool: Pool;
  let observed: ObservedApplication;

  beforeEach(async () => {
    pool = createPool({ ...CONFIG, connectionLimit: 2 });
    observed = await startObserved('express', {});
  });

  afterEach(async () => {
    await observed.close();
    await pool.promise().end();
  });

  const traced = (work: () => Promise<unknown>) => tracedQueries(observed, work);
  const connected = () => called((done) => pool.getConnection(done as never)) as Promise<PoolConnection>;

  it.each(ADAPTERS)('is seen below the service that a request reaches, on %s', async (adapter) => {
    @Injectable()
    @Traceable()
    class Orders {
      async find(id: string): Promise<unknown> {
        const [rows] = await pool.promise().execute<RowDataPacket[]>('select ? as id', [id]);
        return rows[0];
      }
    }
    @Controller('orders')
    class OrdersController {
      constructor(private readonly orders: Orders) {}

      @Get()
      list(): Promise<unknown> {
        return this.orders.find('42');
      }
    }
    @Module({ controllers: [OrdersController], providers: [Orders] })
    class OrdersModule {}
    const other = await startObserved(adapter, { imports: [OrdersModule] });
    try {
      expect(await (await fetch(`${other.url}/orders`)).json()).toEqual({ id: '42' });
      await other.serverSpans(1);
      const spans = await other.spans();
      const [query, ...more] = queriesOf(spans);
      expect(more).toEqual([]);
      expect(query?.parentSpanContext?.spanId).toBe(
        spans.find(({ name }) => name === 'Orders.find')?.spanContext().spanId,
      );
      expect(query?.attributes).toMatchObject({
        'db.system.name': 'mariadb',
        'db.namespace': 'test',
        'server.address': '127.0.0.1',
        'server.port': PORT,
        'nestjs.db.query.argument_count': 1,
        'db.response.returned_rows': 1,
      });
      expect(JSON.stringify(query?.attributes)).not.toContain('42');
    } finally {
      await other.close();
    }
  });

  it('sees every form of a query once', async () => {
    const connection = await connected();
    const spans = await traced(async () => {
      await called((done) => connection.query('select 1', done));
      await called((done) => connection.query('select ?', [1], done));
      await called((done) => connection.query({ sql: 'select ?', values: [1] }, done));
      await called((done) => connection.execute('select 1', done));
      await called((done) => connection.execute('select ?', [1], done));
      await called((done) => connection.execute({ sql: 'select ?', values: [1] }, done));
      await connection.promise().query('select ?', [1]);
      await connection.promise().execute({ sql: 'select :n', namedPlaceholders: true, values: { n: 1 } } as never);
      await called((done) => pool.query('select 1', done));
      await called((done) => pool.execute('select ?', [1], done));
      await pool.promise().query('select 1');
      const prepared = await connection.promise().prepare('select ? + ?');
      await prepared.execute([1, 2]);
      await prepared.close();
    });
    connection.release();
    expect(each(spans, 'nestjs.db.query.argument_count')).toEqual([0, 1, 1, 0, 1, 1, 1, 1, 0, 1, 0, 2]);
    expect(new Set(each(spans, 'db.operation.name'))).toEqual(new Set(['SELECT']));
    expect(new Set(each(spans, 'db.response.returned_rows'))).toEqual(new Set([1]));
  });

  it('sees clusters and the promise wrapper', async () => {
    const cluster = createPoolCluster();
    cluster.add('one', CONFIG);
    const promised = createPromisePool(CONFIG);
    const spans = await traced(async () => {
      await called((done) => cluster.of('*').query('select 1', done));
      await called((done) => cluster.of('one').execute('select 1', done));
      await promised.query('select 1');
      await promised.execute('select 1');
    });
    expect(spans).toHaveLength(4);
    await promised.end();
    await called((done) => cluster.end(done as never));
  });

  it('keeps events, callbacks and continuations in the context of the caller', async () => {
    await traced(() => Promise.all([pool.promise().query('select 1'), pool.promise().query('select 1')]));
    const seen: Record<string, string | undefined> = {};
    const text = 'select 1 union select 2 union select 3';
    const spans = await traced(async () => {
      const connection = await connected();
      seen['connected'] = traceId();
      const query = connection.query(text).on('result', () => (seen['result'] = traceId()));
      await new Promise((resolve) => query.on('end', resolve).on('end', () => (seen['end'] = traceId())));
      const stream = connection.query(text).stream();
      await new Promise((resolve) => stream.on('data', () => (seen['data'] = traceId())).on('close', resolve));
      await called((done) => connection.execute('select 1', () => done(null, (seen['callback'] = traceId()))));
      connection.release();
    });
    expect(each(spans, 'db.response.returned_rows')).toEqual([3, 3, 1]);
    const id = spans[0]?.spanContext().traceId;
    expect(seen).toEqual({ connected: id, result: id, end: id, data: id, callback: id });
  });

  it('ends with a stream that is destroyed half-read, and the connection goes on', async () => {
    const connection = await connected();
    const spans = await traced(async () => {
      for await (const _row of connection.query('select seq from seq_1_to_5000').stream()) break;
      await connection.promise().query('select 1');
    });
    connection.release();
    expect(spans).toHaveLength(2);
    expect(each(spans, 'error.type')).toEqual([undefined, undefined]);
  });

  it('shows the statements of a transaction', async () => {
    const spans = await traced(async () => {
      const connection = await pool.promise().getConnection();
      await connection.beginTransaction();
      await connection.query('create temporary table sqlnet_t (n int)');
      await connection.query('insert into sqlnet_t values (1), (2)');
      await connection.commit();
      connection.release();
    });
    expect(each(spans, 'db.operation.name')).toEqual(['START TRANSACTION', 'CREATE TABLE', 'INSERT', 'COMMIT']);
    expect(each(spans, 'nestjs.db.response.affected_rows')).toEqual([0, 0, 2, 0]);
  });

  it('tells an error by its code, and hands on the same error', async () => {
    const errors: unknown[] = [];
    const spans = await traced(async () => {
      await pool
        .promise()
        .query('select * from sqlnet_absent')
        .catch((error: unknown) => errors.push(error));
      await pool
        .promise()
        .execute('select * from sqlnet_absent')
        .catch((error: unknown) => errors.push(error));
      await new Promise((resolve) => pool.query('selec').on('error', resolve));
    });
    expect(errors).toMatchObject([{ code: 'ER_NO_SUCH_TABLE' }, { code: 'ER_NO_SUCH_TABLE' }]);
    const codes = ['ER_NO_SUCH_TABLE', 'ER_NO_SUCH_TABLE', 'ER_PARSE_ERROR'];
    expect(each(spans, 'error.type')).toEqual(codes);
    expect(each(spans, 'db.response.status_code')).toEqual(codes);
  });

  it('ends queries whose connection is lost, with a callback and without', async () => {
    const spans = await traced(async () => {
      const lost = async (ask: (connection: Connection) => Promise<unknown>) => {
        const connection = createConnection(CONFIG);
        connection.on('error', () => undefined);
        await connection.promise().query('select 1');
        const answer = ask(connection);
        await delay(50);
        await pool.promise().query(`kill ${connection.threadId}`);
        return answer;
      };
      const error = lost((connection) => connection.promise().query('select sleep(20)'));
      await expect(error).rejects.toMatchObject({ fatal: true });
      await lost(
        (connection) =>
          new Promise((resolve) => {
            connection.query('select sleep(20)');
            connection.on('error', resolve);
          }),
      );
    });
    expect(spans).toHaveLength(6);
    expect(each(spans, 'error.type').filter((type) => type !== undefined)).toHaveLength(2);
  });

  it('ends queries on a connection that is destroyed or closed', async () => {
    const connection = createConnection(CONFIG);
    connection.on('error', () => undefined);
    await connection.promise().query('select 1');
    const spans = await traced(async () => {
      connection.query('select sleep(1)', () => undefined);
      const { stream } = connection as unknown as { readonly stream: Socket };
      const closed = new Promise((resolve) => stream.on('close', resolve));
      connection.destroy();
      stream.destroy();
      await closed;
      await connection
        .promise()
        .query('select 2')
        .catch(() => undefined);
      connection.query('select 3');
    });
    expect(spans).toHaveLength(3);
    // What ran when it was destroyed is given up. What came afterwards is a mistake.
    expect(spans.map(({ status }) => status.code).sort()).toEqual([0, 2, 2]);
    expect(each(spans, 'nestjs.call.given_up').filter(Boolean)).toHaveLength(1);
  });

  it('keeps name and arity, and is undone when the application closes', async () => {
    const connection = await connected();
    const owner = Object.getPrototypeOf(Object.getPrototypeOf(Object.getPrototypeOf(connection))) as Connection;
    const { query, execute } = owner;
    expect([query.name, query.length, execute.name, execute.length]).toEqual(['query', 3, 'execute', 3]);
    await observed.close();
    expect(owner.query).not.toBe(query);
    expect(owner.execute).not.toBe(execute);
    expect(await connection.promise().query('select 1 as n')).toMatchObject([[{ n: 1 }], {}]);
    connection.release();
  });
});
