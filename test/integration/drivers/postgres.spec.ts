import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Inject, Injectable, Module } from '@nestjs/common';
import { Span, Traceable, Tracing } from 'nestjs-telemetry';
import postgres, { type Sql } from 'postgres';
import { insistOnDrivers, ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { each, queriesOf, tracedQueries } from './traced-queries.js';

insistOnDrivers({ database: { drivers: { postgres: true } } });

const PORT = 5432;
const CONFIG = { host: '127.0.0.1', port: PORT, user: 'postgres', database: 'test', onnotice: () => undefined };
const SQL = Symbol('sql');

@Injectable()
@Traceable()
class Orders {
  constructor(@Inject(SQL) private readonly sql: Sql) {}

  async find(id: string): Promise<unknown> {
    const [order] = await this.sql`select ${id}::text as id`;
    return order;
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

describeWithServer('PostgreSQL', PORT, 'postgres.js', () => {
  let sql: Sql;
  let observed: ObservedApplication;

  beforeEach(async () => {
    sql = postgres({ ...CONFIG, max: 2 });
    observed = await startObserved('express', {}, { metrics: { processMetrics: false } });
  });

  afterEach(async () => {
    await observed.close();
    await sql.end({ timeout: 1 });
  });

  const traced = (work: () => Promise<unknown>) => tracedQueries(observed, work);

  it.each(ADAPTERS)('is seen below the service that a request reaches, on %s', async (adapter) => {
    @Module({
      controllers: [OrdersController],
      providers: [Orders, { provide: SQL, useFactory: () => postgres({ ...CONFIG, max: 1 }) }],
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
        'db.query.text': 'select $1::text as id',
        'nestjs.db.query.argument_count': 1,
        'db.response.returned_rows': 1,
      });
      expect(JSON.stringify(query?.attributes)).not.toContain('42');
    } finally {
      await other.app.get<Sql>(SQL, { strict: false }).end();
      await other.close();
    }
  });

  it('sees every form of a query once, and gives back what the driver gives', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'postgres-spec-'));
    const file = join(directory, 'query.sql');
    await writeFile(file, 'select $1::int as n');
    const answers: unknown[] = [];
    const spans = await traced(async () => {
      answers.push(
        await sql`select ${1}::int as n`,
        await sql`select 1 as n`.values(),
        await sql`select 'a' as n`.raw(),
        await sql`select 1 as n`.simple(),
        await sql`select 1 as n`.execute(),
        await sql.unsafe('select 1 as n'),
        await sql.unsafe('select $1::int as n', [1]),
        await sql.unsafe('select $1::int as n', [1], { prepare: true }),
        await sql.file(file, [1]),
      );
      const statement = await sql`select ${1}::int as n`.describe();
      answers.push(statement.columns.map(({ name }) => name));
      const rows: unknown[] = [];
      await sql`select generate_series(1, 3) as n`.forEach((row) => rows.push(row));
      answers.push(rows);
    });
    await rm(directory, { recursive: true });
    const one = [{ n: 1 }];
    const three = [{ n: 1 }, { n: 2 }, { n: 3 }];
    expect(answers).toEqual([one, [[1]], [[Buffer.from('a')]], one, one, one, one, one, one, ['n'], three]);
    expect(each(spans, 'nestjs.db.query.argument_count')).toEqual([1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0]);
    expect(each(spans, 'db.response.returned_rows')).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, undefined, 3]);
    expect(new Set(each(spans, 'db.operation.name'))).toEqual(new Set(['SELECT']));
    expect(new Set(each(spans, 'server.address'))).toEqual(new Set(['127.0.0.1']));
  });

  it('starts nothing that nobody waits for', async () => {
    const spans = await traced(async () => {
      void sql`select 1`;
      const part = sql`where true`;
      await sql`select 1 ${part}`;
    });
    expect(each(spans, 'db.query.text')).toEqual(['select ? where true']);
  });

  it('describes fragments, names, lists and objects as the driver writes them', async () => {
    const users = [
      { name: 'Ada', age: 36 },
      { name: 'Alan', age: 41 },
    ];
    const spans = await traced(() =>
      sql
        .begin(async (tx) => {
          await tx`create temporary table postgres_spec_users (name text, age int) on commit drop`;
          await tx`insert into ${tx('postgres_spec_users')} ${tx(users, 'name', 'age')}`;
          await tx`update postgres_spec_users set ${tx({ age: 42 })} where name in ${tx(['Alan', 'Ada'])}`;
          const adults = tx`where age > ${18}`;
          return tx`select ${tx(['name'])} from postgres_spec_users ${adults} and name = ${'Ada'}`;
        })
        .then((rows) => expect(rows).toEqual([{ name: 'Ada' }])),
    );
    expect(spans.map(({ name }) => name)).toEqual([
      'BEGIN',
      'CREATE TABLE postgres_spec_users',
      'INSERT postgres_spec_users',
      'UPDATE postgres_spec_users',
      'SELECT postgres_spec_users',
      'COMMIT',
    ]);
    expect(each(spans, 'db.query.text').at(-2)).toBe(
      'select "name" from postgres_spec_users where age > $1 and name = $2',
    );
    expect(each(spans, 'nestjs.db.query.argument_count')).toEqual([0, 0, 4, 3, 2, 0]);
    expect(each(spans, 'nestjs.db.response.affected_rows')).toEqual([undefined, undefined, 2, 2, undefined, undefined]);
  });

  it('shows savepoints, what is taken back, and a connection that is reserved', async () => {
    const spans = await traced(async () => {
      await sql
        .begin(async (tx) => {
          await tx.savepoint('part', (inner) => inner`select 1/0`).catch(() => undefined);
          await tx`select 1`;
          throw new Error('taken back');
        })
        .catch(() => undefined);
      const reserved = await sql.reserve();
      await reserved`select 2`;
      reserved.release();
    });
    expect(spans.map(({ name }) => name)).toEqual([
      'BEGIN',
      'SAVEPOINT',
      'SELECT',
      'ROLLBACK TO SAVEPOINT',
      'SELECT',
      'ROLLBACK',
      'SELECT',
    ]);
    expect(each(spans, 'error.type').filter(Boolean)).toEqual(['22012']);
  });

  it('keeps a thousand queries at once in the context of their callers', async () => {
    const wide = postgres({ ...CONFIG, max: 5 });
    const asked = Array.from({ length: 1_000 }, (_, at) => at);
    const found = await Promise.all(
      asked.map(async (at) => {
        let row: unknown;
        await observed.app.get(Tracing).run('work', async () => ([row] = await wide`select ${at}::int as n`));
        return row;
      }),
    );
    await wide.end();
    expect(found).toEqual(asked.map((n) => ({ n })));
    const parents = queriesOf(await observed.spans()).map(({ parentSpanContext }) => parentSpanContext?.spanId);
    expect(new Set(parents).size).toBe(1_000);
  }, 60_000);

  it('observes the copy for require too', async () => {
    const required = createRequire(import.meta.url)('postgres') as typeof postgres;
    const client = required({ ...CONFIG, max: 1 });
    const spans = await traced(() => client`select 1`);
    await client.end();
    expect(required).not.toBe(postgres);
    expect(spans).toHaveLength(1);
  });

  it('keeps name and arity, and is undone when the last application closes', async () => {
    const prototype = Object.getPrototypeOf(sql.unsafe('')) as { handle: (...parameters: never[]) => unknown };
    const { handle } = prototype;
    expect([handle.name, handle.length]).toEqual(['handle', 0]);
    await observed.close();
    expect(prototype.handle).not.toBe(handle);
    expect(await sql`select 1 as n`).toEqual([{ n: 1 }]);
  });
});
