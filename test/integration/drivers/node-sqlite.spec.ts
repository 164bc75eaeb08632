import { DatabaseSync, StatementSync } from 'node:sqlite';
import { Controller, Get, Injectable, Param } from '@nestjs/common';
import { SpanStatusCode } from '@opentelemetry/api';
import { Span, Tracing } from 'nestjs-telemetry';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { each, queriesOf, tracedQueries } from './traced-queries.js';

// Jest's copy of `process` does not know what is loaded.
const SEEN = { database: { drivers: { nodeSqlite: true } } };

@Injectable()
class Users {
  private readonly database = new DatabaseSync(':memory:');
  private readonly byAge;

  constructor() {
    this.database.exec(`CREATE TABLE users (name TEXT PRIMARY KEY, age INTEGER); INSERT INTO users VALUES ('ada', 36)`);
    this.byAge = this.database.prepare('SELECT name FROM users WHERE age > ?');
  }

  @Span('find users')
  older(age: number): unknown {
    return this.byAge.all(age);
  }
}

@Controller('users')
class UsersController {
  constructor(private readonly users: Users) {}

  @Get(':age')
  older(@Param('age') age: string): unknown {
    return this.users.older(Number(age));
  }
}

describe.each(ADAPTERS)('node:sqlite on %s', (adapter) => {
  it('is seen below the service that a request reaches, prepared before or not', async () => {
    const observed = await startObserved(adapter, { controllers: [UsersController], providers: [Users] }, SEEN);
    try {
      expect(await (await fetch(`${observed.url}/users/18`)).json()).toEqual([{ name: 'ada' }]);
      const [server] = await observed.serverSpans(1);
      const spans = await observed.spans();
      const query = queriesOf(spans).find(({ name }) => name === 'SELECT users');
      const service = spans.find(({ name }) => name === 'find users');
      expect(query?.parentSpanContext?.spanId).toBe(service?.spanContext().spanId);
      expect(query?.spanContext().traceId).toBe(server?.spanContext().traceId);
      expect(query?.attributes).toEqual({
        'db.system.name': 'sqlite',
        'db.operation.name': 'SELECT',
        'db.collection.name': 'users',
        'db.query.summary': 'SELECT users',
        'db.query.text': 'SELECT name FROM users WHERE age > ?',
        'nestjs.db.query.argument_count': 1,
        'db.response.returned_rows': 1,
      });
      const series = 'db_queries_total{operation="SELECT",table="users",error="false"}';
      expect(await observed.series(series)).toBe(1);
    } finally {
      await observed.close();
    }
  });
});

describe('node:sqlite', () => {
  let observed: ObservedApplication;
  let database: DatabaseSync;

  beforeEach(async () => {
    observed = await startObserved('express', {}, SEEN);
    database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE pets (name TEXT UNIQUE, age INTEGER)');
  });

  afterEach(async () => {
    database.close();
    await observed.close();
  });

  const traced = (work: () => unknown) => tracedQueries(observed, async () => work());

  it('is seen in every way to ask, with rows and numbers of arguments, and never a value', async () => {
    const spans = await traced(() => {
      const insert = database.prepare('INSERT INTO pets VALUES (?, :age)');
      expect(insert.run({ age: 4711 }, 'rex-the-secret')).toEqual({ changes: 1, lastInsertRowid: 1 });
      database.exec(`INSERT INTO pets VALUES ('tom-the-secret', 4711)`);
      expect(database.prepare('SELECT name FROM pets').get()).toEqual({ name: 'rex-the-secret' });
      expect(database.prepare('SELECT * FROM pets WHERE age < ?').get(1)).toBeUndefined();
      expect(database.prepare('SELECT name FROM pets').all()).toHaveLength(2);
      expect([...database.prepare('SELECT age FROM pets').iterate()]).toEqual([{ age: 4711 }, { age: 4711 }]);
    });
    expect(each(spans, 'db.query.summary')).toEqual([
      'INSERT pets',
      'INSERT pets',
      'SELECT pets',
      'SELECT pets',
      'SELECT pets',
      'SELECT pets',
    ]);
    expect(each(spans, 'nestjs.db.query.argument_count')).toEqual([2, undefined, 0, 1, 0, 0]);
    expect(each(spans, 'db.response.returned_rows')).toEqual([undefined, undefined, 1, 0, 2, 2]);
    expect(JSON.stringify(spans.map(({ attributes }) => attributes))).not.toMatch(/secret|4711/);
  });

  it('is seen through a tag store', async () => {
    const store = (database as { createTagStore?: () => TagStore }).createTagStore?.();
    if (store === undefined) return;
    const spans = await traced(() => {
      expect(store.run`INSERT INTO pets VALUES (${'rex'}, ${3})`).toMatchObject({ changes: 1 });
      expect(store.get`SELECT age FROM pets WHERE name = ${'rex'}`).toEqual({ age: 3 });
      expect(store.all`SELECT age FROM pets WHERE name = ${'tom'}`).toEqual([]);
      expect([...store.iterate`SELECT age FROM pets`]).toHaveLength(1);
    });
    expect(each(spans, 'nestjs.db.query.argument_count')).toEqual([2, 1, 1, 0]);
    expect(each(spans, 'db.response.returned_rows')).toEqual([undefined, 1, 0, 1]);
    expect(spans[1]?.attributes['db.query.text']).toBe('SELECT age FROM pets WHERE name = ?');
  });

  it('ends with the rows that were read of an iterator, whose class stays', async () => {
    database.exec(`INSERT INTO pets VALUES ('a', 1), ('b', 2), ('c', 3)`);
    const spans = await traced(() => {
      const statement = database.prepare('SELECT name FROM pets');
      for (const _row of statement.iterate()) break;
      const iterator = statement.iterate();
      expect(iterator.constructor.name).toBe('StatementSyncIterator');
      expect(Object.keys(iterator)).toEqual([]);
      iterator.next();
      iterator.next();
      iterator.return?.();
      expect(Array.from(statement.iterate(), ({ name }) => name)).toEqual(['a', 'b', 'c']);
    });
    expect(each(spans, 'db.response.returned_rows')).toEqual([1, 2, 3]);
  });

  it('fails with the code of SQLite, and with the error that the driver threw', async () => {
    const seen: unknown[] = [];
    const attempt = (work: () => unknown) => {
      try {
        work();
      } catch (error) {
        seen.push((error as { errcode?: number }).errcode);
      }
    };
    database.exec(`INSERT INTO pets VALUES ('rex', 1)`);
    const spans = await traced(() => {
      attempt(() => database.prepare('INSERT INTO pets VALUES (?, 1)').run('rex'));
      attempt(() => database.exec('INSERT INTO nobody VALUES (1)'));
      attempt(() => database.prepare('SELEKT 1'));
      attempt(() => [...database.prepare('SELECT abs(?) AS broken').iterate(-9_223_372_036_854_775_808n)]);
    });
    expect(seen).toEqual([2067, 1, 1, 1]);
    expect(spans.map(({ status }) => status.code)).toEqual(spans.map(() => SpanStatusCode.ERROR));
    expect(each(spans, 'db.response.status_code')).toEqual(['2067', '1', '1', '1']);
    expect(spans[0]?.status.message).toBe('UNIQUE constraint failed: pets.name');
    expect(await observed.series('db_queries_total{operation="INSERT",table="pets",error="true"}')).toBe(1);
  });

  it('keeps names and arities, and is as it was when the last application has closed', async () => {
    const methods = () =>
      (['run', 'get', 'all', 'iterate'] as const).map((name) => StatementSync.prototype[name] as unknown);
    const patched = methods();
    expect(patched.map((method) => (method as { name: string }).name)).toEqual(['run', 'get', 'all', 'iterate']);
    expect(patched.map((method) => (method as { length: number }).length)).toEqual([0, 0, 0, 0]);
    const other = await startObserved('express', {}, SEEN);
    expect(methods()).toEqual(patched);
    await other.close();
    expect(methods()).toEqual(patched);
    await observed.close();
    expect(methods().every((method, at) => method !== patched[at])).toBe(true);
    expect(String(methods()[0])).toContain('[native code]');
  });

  it('makes way for another instrumentation, and still counts', async () => {
    const { get } = StatementSync.prototype;
    const official = function (this: StatementSync, ...parameters: unknown[]) {
      return Reflect.apply(get, this, parameters) as unknown;
    };
    StatementSync.prototype.get = Object.assign(official, { __wrapped: true }) as never;
    try {
      expect(await traced(() => database.prepare('SELECT age FROM pets').get())).toEqual([]);
    } finally {
      StatementSync.prototype.get = get;
    }
    expect(await observed.series('db_queries_total{operation="SELECT",table="pets",error="false"}')).toBe(1);
  });

  it('leaves the error of a closed connection alone', async () => {
    const closed = new DatabaseSync(':memory:');
    const statement = closed.prepare('SELECT 1');
    closed.close();
    expect(await traced(() => expect(() => statement.all()).toThrow(/finalized/))).toEqual([]);
  });

  it('is left alone where the options say so', async () => {
    await observed.close();
    observed = await startObserved('express', {}, { database: { drivers: { nodeSqlite: false } } });
    expect(await traced(() => database.prepare('SELECT 1').all())).toEqual([]);
  });

  it('collapses a query for each row', async () => {
    const spans = await traced(() => {
      const statement = database.prepare('SELECT age FROM pets WHERE name = ?');
      for (let n = 0; n < 1_000; n++) statement.get(`pet ${n}`);
    });
    expect(spans).toHaveLength(21);
    expect(spans.at(-1)?.attributes).toMatchObject({ 'nestjs.repeated.count': 980 });
    expect(await observed.series('db_queries_total{operation="SELECT",table="pets",error="false"}')).toBe(1_000);
    expect(observed.app.get(Tracing)).toBeDefined();
  });
});

interface TagStore {
  run(strings: TemplateStringsArray, ...values: unknown[]): unknown;
  get(strings: TemplateStringsArray, ...values: unknown[]): unknown;
  all(strings: TemplateStringsArray, ...values: unknown[]): unknown;
  iterate(strings: TemplateStringsArray, ...values: unknown[]): Iterable<unknown>;
}
