import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { TelemetryOptions } from 'nestjs-telemetry';
import { type ObservedApplication, startObserved } from '../observed-application.js';
import { Checkout, ShopController, UsersCache, UsersRepository } from './shop.js';

const SHOP = { controllers: [ShopController], providers: [UsersRepository, UsersCache, Checkout] };
const EVENTS = { database: true, cache: true, business: true } as const;

let running: ObservedApplication;
afterEach(() => running.close());

async function call(
  name: string,
  options: TelemetryOptions = {},
): Promise<{ came: unknown; spans: readonly ReadableSpan[] }> {
  running = await startObserved('fastify', SHOP, { logging: { events: EVENTS }, ...options });
  const response = await fetch(`${running.url}/call/${encodeURIComponent(name)}`);
  const { came } = (await response.json()) as { came?: unknown };
  await running.serverSpans(1);
  const spans = (await running.spans()).filter(({ kind }) => kind !== SpanKind.SERVER);
  return { came, spans };
}

function faults(): readonly string[] {
  return running.lines().flatMap(({ level, message }) => (level === 'warn' ? [message] : []));
}

describe('a query by its text', () => {
  it('has summary, table, text without literals, rows and the number of arguments', async () => {
    const { came, spans } = await call('find');
    expect(came).toEqual(['42', '42']);
    expect(spans.map(({ name, attributes }) => [name, attributes])).toEqual([
      [
        'SELECT users',
        {
          'db.system.name': 'postgresql',
          'db.operation.name': 'SELECT',
          'db.collection.name': 'users',
          'db.namespace': 'shop',
          'db.query.summary': 'SELECT users',
          'db.query.text': 'SELECT * FROM users WHERE email = ? AND id = $1',
          'nestjs.db.query.argument_count': 1,
          'db.response.returned_rows': 2,
        },
      ],
    ]);
    expect(await running.series('db_queries_total{operation="SELECT",table="users",error="false"}')).toBe(1);
    expect(running.lines().find(({ fields }) => fields?.['event'] === 'db_query')?.fields).toMatchObject({
      query: 'SELECT * FROM users WHERE email = ? AND id = $1',
      table: 'users',
    });
  });

  it('is made of the arguments of each call, and fails with the code of the database', async () => {
    const { spans } = await call('remove');
    expect(spans).toMatchObject([
      {
        name: 'DELETE orders',
        status: { code: SpanStatusCode.ERROR },
        attributes: {
          'db.query.text': 'DELETE FROM orders WHERE id IN (?)',
          'nestjs.db.query.argument_count': 4,
          'db.response.status_code': 'ER_ROW_IS_REFERENCED',
          'error.type': 'ER_ROW_IS_REFERENCED',
        },
      },
    ]);
    expect(await running.series('db_queries_total{operation="DELETE",table="orders",error="true"}')).toBe(1);
  });

  it('has no text where texts are not wanted, and a short one where it is to be short', async () => {
    expect((await call('find', { database: { queryText: false } })).spans[0]?.attributes).not.toHaveProperty(
      'db.query.text',
    );
    await running.close();
    const short = await call('find', { database: { maxQueryTextBytes: 13 } });
    expect(short.spans[0]?.attributes['db.query.text']).toBe('SELECT * FROM');
  });

  it('is named as it is told', async () => {
    const { spans } = await call('named');
    expect(spans).toMatchObject([
      {
        name: 'SELECT everything',
        attributes: { 'db.collection.name': 'everything', 'db.query.text': 'SELECT ? FROM a JOIN b' },
      },
    ]);
  });
});

it('describes queries without a text call by call, under the same series', async () => {
  const { spans } = await call('count');
  expect(spans.map(({ name }) => name)).toEqual(['SELECT users', 'SELECT users']);
  expect(await running.series('db_queries_total{operation="SELECT",table="users",error="false"}')).toBe(2);
});

describe('a cache operation', () => {
  it('has the template of its key, hit or miss, and a size that is known', async () => {
    const { spans } = await call('get');
    expect(spans.map(({ attributes }) => attributes)).toEqual([
      {
        'nestjs.cache.system.name': 'memory',
        'nestjs.cache.operation.name': 'get',
        'nestjs.cache.key': 'user:?',
        'nestjs.cache.hit': true,
        'nestjs.cache.value.size': 3,
      },
      {
        'nestjs.cache.system.name': 'memory',
        'nestjs.cache.operation.name': 'get',
        'nestjs.cache.key': 'user:?',
        'nestjs.cache.hit': false,
      },
    ]);
  });

  it('is described for each call, with the hash of its key', async () => {
    const { spans } = await call('has');
    expect(spans[0]?.attributes).toMatchObject({ 'nestjs.cache.system.name': 'redis', 'nestjs.cache.hit': false });
    expect(spans[0]?.attributes['nestjs.cache.key']).toMatch(/^[0-9a-f]{16}$/);
  });

  it('follows the option about keys', async () => {
    const { spans } = await call('get', { cache: { keys: (key) => key.toUpperCase() } });
    expect(spans[0]?.attributes['nestjs.cache.key']).toBe('USER:42');
  });

  it('has neither key nor value where nobody says what the key is', async () => {
    const { spans } = await call('set');
    expect(spans[0]?.attributes).toEqual({
      'nestjs.cache.system.name': 'memory',
      'nestjs.cache.operation.name': 'set',
    });
  });
});

describe('a business operation', () => {
  it('has attributes of its arguments and of its result, and others inside it', async () => {
    const { came, spans } = await call('checkout');
    expect(came).toBe(true);
    const [pay, checkout] = spans;
    expect(pay).toMatchObject({ name: 'pay', attributes: { 'payment.method': 'card' } });
    expect(checkout).toMatchObject({ name: 'checkout', attributes: { 'cart.items': 2, 'cart.paid': true } });
    expect(pay?.parentSpanContext?.spanId).toBe(checkout?.spanContext().spanId);
    expect(await running.series('business_operations_total{operation="pay",result="success",error_type=""}')).toBe(1);
  });

  it('that fails has the class of its error, and so has the one around it', async () => {
    const { spans } = await call('failing checkout');
    expect(spans.map(({ attributes }) => attributes['error.type'])).toEqual(['RangeError', 'RangeError']);
    for (const operation of ['pay', 'checkout']) {
      const series = `business_operations_total{operation="${operation}",result="error",error_type="RangeError"}`;
      expect(await running.series(series)).toBe(1);
    }
    expect((await running.seriesNames()).join()).not.toContain('secret');
  });

  it('has a line of its own, nested or not, wide logging or not', async () => {
    for (const wide of [false, true]) {
      await call('checkout', { logging: { events: EVENTS, wide } });
      const lines = running.lines().filter(({ fields }) => fields?.['event'] === 'business_operation');
      expect(lines.map(({ fields }) => fields?.['operation'])).toEqual(['pay', 'checkout']);
      if (!wide) await running.close();
    }
  });
});

it('does as functions what the decorators do', async () => {
  const { came, spans } = await call('functions');
  expect(came).toBe(5);
  const [query, lookup, operation] = spans;
  expect(query).toMatchObject({
    name: 'UPDATE stock',
    attributes: { 'db.query.text': 'UPDATE stock SET left = ? WHERE id = $1', 'nestjs.db.query.argument_count': 1 },
  });
  expect(lookup).toMatchObject({
    name: 'cache get',
    attributes: { 'nestjs.cache.key': 'stock:?', 'nestjs.cache.hit': true },
  });
  expect(operation).toMatchObject({ name: 'restock', attributes: { 'stock.shelf': 'B', 'stock.left': 5 } });
  for (const inner of [query, lookup]) {
    expect(inner?.parentSpanContext?.spanId).toBe(operation?.spanContext().spanId);
  }
});

describe('a callback that throws', () => {
  it.each<[string, string, object, number]>([
    ['undescribed query', 'OTHER', { 'db.operation.name': 'OTHER' }, 1],
    ['unreadable query', 'SELECT', { 'db.query.text': 'SELECT ?' }, 1],
    ['unreadable cache', 'cache get', { 'nestjs.cache.operation.name': 'get' }, 3],
    ['undescribed cache', 'cache unknown', { 'nestjs.cache.system.name': 'unknown' }, 1],
    ['undescribed operation', 'undescribed', { 'nestjs.business.operation.name': 'undescribed' }, 1],
  ])('is reported and changes nothing else: %s', async (name, spanName, attributes, reports) => {
    const { came, spans } = await call(name);
    expect(came).toBe('found');
    expect(spans).toMatchObject([{ name: spanName, attributes, status: { code: SpanStatusCode.UNSET } }]);
    expect(faults()).toHaveLength(reports);
  });
});
