import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Controller, Get, Inject, Injectable, Module } from '@nestjs/common';
import { context, trace } from '@opentelemetry/api';
import { Span, Traceable } from 'nestjs-telemetry';
import { Client, DatabaseError, Pool, Query } from 'pg';
import { insistOnDrivers, ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { each, queriesOf, tracedQueries } from './traced-queries.js';

insistOnDrivers({ database: { drivers: { pg: true } } });

const PORT = 5432;
const CONFIG = { host: '127.0.0.1', port: PORT, user: 'postgres', database: 'test' };
const POOL = Symbol('pool');

@Injectable()
@Traceable()
class Orders {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async find(id: string): Promise<unknown> {
    const { rows } = await this.pool.query('select $1::text as id', [id]);
    return rows[0];
  }
}

@Controller('orders')
class OrdersController {
  constructor(private readonly orders: Orders) {}

  @Get()
  @Span('list')
  list(): Promise<unknown> {
    return this.orders.find('42');
  }
}

/** The trace in which this runs. */
function traceId(): string | undefined {
  return trace.getSpan(context.active())?.spanContext().traceId;
}

describeWithServer('PostgreSQL', PORT, 'pg', () => {
  let pool: Pool;
  let observed: ObservedApplication;

  beforeEach(async () => {
    pool = new Pool({ ...CONFIG, max: 2 });
    pool.on('error', () => undefined);
    observed = await startObserved('express', {}, { metrics: { processMetrics: false } });
  });

  afterEach(async () => {
    await observed.close();
    await pool.end();
  });

  const traced = (work: () => Promise<unknown>) => tracedQueries(observed, work);

  it.each(ADAPTERS)('is seen below the service that a request reaches, on %s', async (adapter) => {
    @Module({
      controllers: [OrdersController],
      providers: [Orders, { provide: POOL, useFactory: () => new Pool({ ...CONFIG, max: 1 }) }],
    })
    class OrdersModule {}
    const other = await startObserved(adapter, { imports: [OrdersModule] });
    try {
      expect(await (await fetch(`${other.url}/orders`)).json()).toEqual({ id: '42' });
      const [server] = await other.serverSpans(1);
      const spans = await other.spans();
      const [query, ...more] = queriesOf(spans);
      const service = spans.find(({ name }) => name === 'Orders.find');
      expect(more).toEqual([]);
      expect(query?.parentSpanContext?.spanId).toBe(service?.spanContext().spanId);
      expect(query?.spanContext().traceId).toBe(server?.spanContext().traceId);
      expect(query?.attributes).toMatchObject({
        'db.system.name': 'postgresql',
        'db.namespace': 'test',
        'server.address': '127.0.0.1',
        'server.port': 5432,
        'nestjs.db.query.argument_count': 1,
        'db.response.returned_rows': 1,
      });
      expect(JSON.stringify(query?.attributes)).not.toContain('42');
    } finally {
      await other.app.get<Pool>(POOL, { strict: false }).end();
      await other.close();
    }
  });

  it('sees every form of a query once, and gives back what the driver gives', async () => {
    const client = await pool.connect();
    const shapes: unknown[] = [];
    const spans = await traced(async () => {
      const called = (query: (done: (error: unknown, result: { rows: unknown[] }) => void) => unknown) =>
        new Promise((resolve, reject) => {
          shapes.push(query((error, { rows }) => (error ? reject(error as Error) : resolve(rows))));
        });
      await client.query('select 1');
      await client.query('select $1::int as n', [1]);
      await client.query({ text: 'select $1::int as n', values: [1] });
      await client.query({ name: 'sqlnet_named', text: 'select $1::int as n', values: [1] });
      await client.query({ name: 'sqlnet_named', values: [2] } as never);
      await client.query({ text: 'select 1', rowMode: 'array' });
      await called((done) => client.query('select 1', done as never));
      await called((done) => client.query('select $1::int', [1], done as never));
      await called((done) => client.query({ text: 'select 1' }, done as never));
      await called((done) => client.query({ text: 'select 1', callback: done } as never));
      await pool.query('select 1');
      await called((done) => pool.query('select $1::int', [1], done as never));
    });
    client.release();
    expect(spans).toHaveLength(12);
    expect(shapes).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect(each(spans, 'nestjs.db.query.argument_count')).toEqual([0, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 1]);
    expect(each(spans, 'db.operation.name')).toEqual(spans.map(() => 'SELECT'));
  });

  it('keeps events, callbacks and continuations in the context of the caller', async () => {
    // The connection is made in another trace.
    await traced(() => pool.query('select 1'));
    const seen: Record<string, string | undefined> = {};
    const spans = await traced(async () => {
      const client = await pool.connect();
      seen['connected'] = traceId();
      const query = client.query(new Query('select generate_series(1, 3)'));
      query.on('row', () => (seen['row'] = traceId()));
      await new Promise((resolve) => query.on('end', resolve).on('end', () => (seen['end'] = traceId())));
      await new Promise<void>((resolve) =>
        client.query('select 1', () => {
          seen['callback'] = traceId();
          resolve();
        }),
      );
      client.release();
      await new Promise<void>((resolve) =>
        pool.connect((_error, another, release) => {
          seen['pool'] = traceId();
          release(another as never);
          resolve();
        }),
      );
    });
    expect(spans).toHaveLength(2);
    const id = spans[0]?.spanContext().traceId;
    expect(seen).toEqual({ connected: id, row: id, end: id, callback: id, pool: id });
    expect(spans[0]?.attributes['db.response.returned_rows']).toBe(3);
  });

  it('does not take the trace of whoever gave the connection back', async () => {
    const small = new Pool({ ...CONFIG, max: 1 });
    const holder = await small.connect();
    const waiting = traced(
      () => new Promise((resolve) => small.query('select 1', (_error: unknown, result: unknown) => resolve(result))),
    );
    await delay(20);
    holder.release();
    expect(await waiting).toHaveLength(1);
    await small.end();
  });

  it('shows BEGIN, the statements and COMMIT of a transaction', async () => {
    const spans = await traced(async () => {
      const client = await pool.connect();
      await client.query('BEGIN');
      await client.query('create temporary table sqlnet_t (n int) on commit drop');
      await client.query('insert into sqlnet_t values (1), (2)');
      await client.query('COMMIT');
      client.release();
    });
    expect(each(spans, 'db.operation.name')).toEqual(['BEGIN', 'CREATE TABLE', 'INSERT', 'COMMIT']);
    expect(each(spans, 'nestjs.db.response.affected_rows')).toEqual([undefined, undefined, 2, undefined]);
  });

  it('tells an error by its SQLSTATE, and hands on the same error', async () => {
    let thrown: unknown;
    const spans = await traced(async () => {
      await pool.query('select * from sqlnet_absent').catch((error: unknown) => (thrown = error));
    });
    expect(thrown).toMatchObject({ code: '42P01' });
    expect(thrown).toBeInstanceOf(DatabaseError);
    expect(spans[0]?.attributes).toMatchObject({ 'error.type': '42P01', 'db.response.status_code': '42P01' });
  });

  it('ends a query whose connection is lost', async () => {
    const spans = await traced(async () => {
      const client = await pool.connect();
      client.on('error', () => undefined);
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      const slow = client.query('select pg_sleep(20)').catch((error: unknown) => error);
      await delay(50);
      const other = new Client(CONFIG);
      await other.connect();
      await other.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
      await other.end();
      expect(await slow).toMatchObject({ code: '57P01' });
      client.release(true);
    });
    const slow = spans.find(({ attributes }) => attributes['error.type'] !== undefined);
    expect(spans).toHaveLength(3);
    expect(slow?.attributes['db.response.status_code']).toBe('57P01');
  });

  it('follows a query that was asked before its client connected, and one on a client that has ended', async () => {
    const client = new Client(CONFIG);
    const spans = await traced(async () => {
      const early = client.query('select 1');
      await client.connect();
      await early;
      await client.end();
      await expect(client.query('select 2')).rejects.toThrow('not queryable');
    });
    expect(each(spans, 'error.type')).toEqual([undefined, 'Error']);
  });

  it('leaves a rejection that nobody handles unhandled', async () => {
    const script = `
      process.on('unhandledRejection', ({ code }) => { console.log(code); process.exit(0); });
      await import('reflect-metadata');
      const { NestFactory } = await import('@nestjs/core');
      const { TelemetryModule } = await import('./lib/index.ts');
      const { Pool } = await import('pg');
      await NestFactory.createApplicationContext(TelemetryModule.forRoot({ tracing: { exporter: 'none' } }), { logger: false });
      new Pool(${JSON.stringify(CONFIG)}).query('select * from sqlnet_absent');
    `;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', './test/typescript-loader.mjs', '--input-type=module', '-e', script],
      { timeout: 30_000 },
    );
    expect(stdout).toContain('42P01');
  }, 40_000);

  it('keeps name and arity, and is undone when the last application closes', async () => {
    const { query } = Client.prototype;
    const other = await startObserved('express', {});
    expect(Client.prototype.query).toBe(query);
    expect([query.name, query.length]).toEqual(['query', 3]);
    const before = (await other.spans()).length;
    await traced(() => pool.query('select 1'));
    expect(await other.spans()).toHaveLength(before);
    await observed.close();
    expect(Client.prototype.query).toBe(query);
    await other.close();
    expect(Client.prototype.query).not.toBe(query);
    expect((await pool.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
  });

  it('makes way for another instrumentation, and still counts', async () => {
    const counted = () => observed.series('db_queries_total{operation="SELECT",table="unknown",error="false"}');
    const before = (await counted()) ?? 0;
    const { query } = Client.prototype;
    const official = Object.assign(
      function (this: Client, ...parameters: unknown[]) {
        return Reflect.apply(query, this, parameters) as unknown;
      },
      { __wrapped: true, __original: query },
    );
    Client.prototype.query = official as never;
    expect(await traced(() => pool.query('select 1'))).toEqual([]);
    Client.prototype.query = query;
    expect(await traced(() => pool.query('select 1'))).toHaveLength(1);
    expect(await counted()).toBe(before + 2);
  });
});
