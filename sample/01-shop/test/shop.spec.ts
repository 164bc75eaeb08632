import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { outline } from './outline.js';
import { RunningShop } from './running-shop.js';

function named(spans: readonly ReadableSpan[], name: string): ReadableSpan {
  const found = spans.filter((span) => span.name === name);
  expect(found).toHaveLength(1);
  return found[0] as ReadableSpan;
}

describe.each(['express', 'fastify'] as const)('The shop on %s', (adapter) => {
  let shop: RunningShop;

  beforeEach(async () => {
    shop = await RunningShop.start(adapter);
  });

  afterEach(() => shop.close());

  it('reads a user from the database once, and then from the cache', async () => {
    const first = await shop.request('GET', '/users/1');
    const second = await shop.request('GET', '/users/1');

    expect(first).toMatchObject({ status: 200, body: { id: 1, name: 'Ada Lovelace' } });
    expect(second.body).toEqual(first.body);
    const missed = await shop.spans(first.traceId);
    expect(outline(missed)).toEqual([
      'GET /users/:id',
      '  UsersService.findOne',
      '    cache get',
      '    SELECT users',
      '    cache set',
    ]);
    expect(named(missed, 'GET /users/:id').kind).toBe(SpanKind.SERVER);
    expect(named(missed, 'cache get').attributes['nestjs.cache.hit']).toBe(false);
    const hit = await shop.spans(second.traceId);
    expect(outline(hit)).toEqual(['GET /users/:id', '  UsersService.findOne', '    cache get']);
    expect(named(hit, 'cache get').attributes['nestjs.cache.hit']).toBe(true);

    expect(
      await shop.samples('http_requests_total', 'cache_hits_total', 'cache_misses_total', 'db_queries_total'),
    ).toEqual([
      'http_requests_total{method="GET",endpoint="/users/:id",status_code="200"} 2',
      'db_queries_total{operation="SELECT",table="users",error="false"} 1',
      'cache_hits_total{cache_type="memory",operation="get"} 1',
      'cache_misses_total{cache_type="memory",operation="get"} 1',
    ]);
    expect(shop.logLines(first.traceId)).toEqual([
      expect.objectContaining({
        level: 'info',
        service: 'gateway',
        message: 'GET /users/:id 200',
        span_id: named(missed, 'GET /users/:id').spanContext().spanId,
      }),
    ]);
  });

  it('places an order through three services, in one trace', async () => {
    const answer = await shop.request('POST', '/orders', {
      key: 'demo',
      body: { userId: 2, sku: 'pencil', quantity: 3 },
    });

    expect(answer).toMatchObject({ status: 201, body: { id: 1, user_id: 2, total_cents: 360 } });
    const spans = await shop.spans(answer.traceId);
    expect(outline(spans)).toEqual([
      'POST /orders',
      '  UsersService.findOne',
      '    cache get',
      '    SELECT users',
      '    cache set',
      '  send orders.place',
      '    process orders.place',
      '      place order',
      '        shop.Inventory/Take',
      '          shop.Inventory/Take',
      '            UPDATE products',
      '        INSERT orders',
    ]);
    expect(spans.map((span) => span.resource.attributes['service.name'])).toEqual(
      expect.arrayContaining(['gateway', 'orders', 'inventory']),
    );
    expect(named(spans, 'POST /orders').attributes['order.sku']).toBe('pencil');
    expect(named(spans, 'place order').attributes).toMatchObject({ 'order.id': 1, 'order.total_cents': 360 });
    expect(await shop.samplesOfOrders('orders_placed_total', 'business_operations_total')).toEqual([
      'business_operations_total{operation="place order",result="success",error_type=""} 1',
      'orders_placed_total 1',
    ]);
    expect(shop.logLines(answer.traceId)).toEqual([
      expect.objectContaining({
        service: 'orders',
        message: 'Order placed',
        context: 'OrdersService',
        fields: { orderId: 1, totalCents: 360 },
        span_id: named(spans, 'place order').spanContext().spanId,
      }),
      expect.objectContaining({ service: 'gateway', message: 'POST /orders 201' }),
    ]);
    expect((await shop.request('GET', '/orders/1')).body).toEqual(answer.body);
  });

  it('refuses an order that cannot be placed, and says why', async () => {
    const answer = await shop.request('POST', '/orders', {
      key: 'demo',
      body: { userId: 2, sku: 'abacus', quantity: 1 },
    });

    expect(answer).toMatchObject({ status: 409, body: { message: 'Not enough of abacus in stock' } });
    const spans = await shop.spans(answer.traceId);
    // The orders service does what it should: no hop is an error.
    expect(spans.map((span) => span.status.code)).toEqual(spans.map(() => SpanStatusCode.UNSET));
    expect(named(spans, 'place order').attributes['error.type']).toBe('OrderRefused');
    const lines = shop.logLines(answer.traceId);
    expect(lines.map(({ level }) => level)).toEqual(lines.map(() => 'info'));
    expect(lines).toContainEqual(
      expect.objectContaining({
        message: 'Business operation failed',
        error: expect.objectContaining({ type: 'OrderRefused', message: 'Not enough of abacus in stock' }),
      }),
    );
    expect(await shop.samplesOfOrders('orders_placed_total', 'business_operations_total')).toEqual([
      'business_operations_total{operation="place order",result="error",error_type="OrderRefused"} 1',
      'orders_placed_total 0',
    ]);
    expect((await shop.request('GET', '/orders/1')).status).toBe(404);
  });

  it.each([
    { what: 'a guard rejects', path: '/orders', key: 'wrong', body: {}, status: 403 },
    { what: 'has an invalid body', path: '/users', key: 'demo', body: { name: '', email: 'nobody' }, status: 400 },
  ])('sees a request that $what', async ({ path, key, body, status }) => {
    const answer = await shop.request('POST', path, { key, body });

    expect(answer.status).toBe(status);
    const spans = await shop.spans(answer.traceId);
    expect(outline(spans)).toEqual([`POST ${path}`]);
    expect(spans[0]?.attributes['http.response.status_code']).toBe(status);
    expect(spans[0]?.status.code).toBe(SpanStatusCode.UNSET);
    expect(await shop.samples('http_requests_total')).toEqual([
      `http_requests_total{method="POST",endpoint="${path}",status_code="${status}"} 1`,
    ]);
    expect(shop.logLines(answer.traceId)).toEqual([
      expect.objectContaining({ level: 'info', message: `POST ${path} ${status}` }),
    ]);
  });

  it('sees a failure from the query up to the response', async () => {
    const answer = await shop.request('GET', '/reports/revenue');

    expect(answer).toMatchObject({ status: 500, body: { message: 'Internal server error' } });
    const spans = await shop.spans(answer.traceId);
    expect(outline(spans)).toEqual(['GET /reports/revenue', '  ReportsController.revenue', '    SELECT invoices']);
    const failed = { code: SpanStatusCode.ERROR, message: 'no such table: invoices' };
    expect(spans.map((span) => span.status)).toEqual([failed, failed, failed]);
    expect(await shop.samples('http_requests_total', 'db_queries_total')).toEqual([
      'http_requests_total{method="GET",endpoint="/reports/revenue",status_code="500"} 1',
      'db_queries_total{operation="SELECT",table="invoices",error="true"} 1',
    ]);
    const error = { message: 'no such table: invoices' };
    const lines = shop.logLines(answer.traceId);
    expect(lines).toMatchObject([
      { level: 'error', message: 'Database query failed', error, fields: { query: 'SELECT invoices' } },
      { level: 'error', message: 'GET /reports/revenue 500', error },
    ]);
    // Where it began is told once.
    expect(lines.filter((line) => JSON.stringify(line).includes('ReportsRepository'))).toHaveLength(1);
  });

  it('has errors only in the trace of the report that fails', async () => {
    const order = { userId: 2, sku: 'pencil', quantity: 2 };
    const visits: ReadonlyArray<readonly [string, string, { key?: string; body?: unknown }]> = [
      ['GET', '/users/1', {}],
      ['POST', '/orders', { key: 'demo', body: order }],
      ['GET', '/users', {}],
      ['GET', '/orders/1', {}],
      ['GET', '/orders/404', {}],
      ['POST', '/orders', { key: 'demo', body: { ...order, sku: 'abacus' } }],
      ['POST', '/orders', { body: {} }],
      ['POST', '/users', { key: 'demo', body: { email: 'nobody' } }],
      ['GET', '/users/404', {}],
      ['GET', '/reports/revenue', {}],
      ['GET', '/nowhere', {}],
      ['DELETE', '/users/cache', { key: 'demo' }],
    ];
    const failures: string[] = [];
    for (const [method, path, init] of visits) {
      const { traceId } = await shop.request(method, path, init);
      const spans = await shop.spans(traceId);
      const isRed = spans.some((span) => span.status.code === SpanStatusCode.ERROR);
      const hasErrors = shop.logLines(traceId).some(({ level }) => level === 'error' || level === 'fatal');
      if (isRed || hasErrors) failures.push(path);
    }
    expect(failures).toEqual(['/reports/revenue']);
  });

  it('sees a request for which there is no route, under one name for all', async () => {
    const answer = await shop.request('GET', '/nowhere/42');

    expect(answer.status).toBe(404);
    expect(outline(await shop.spans(answer.traceId))).toEqual(['GET']);
    expect(await shop.samples('http_requests_total')).toEqual([
      'http_requests_total{method="GET",endpoint="unmatched",status_code="404"} 1',
    ]);
    expect(shop.logLines(answer.traceId)).toEqual([
      expect.objectContaining({
        message: 'GET /nowhere/42 404',
        fields: expect.objectContaining({ url: '/nowhere/42' }),
      }),
    ]);
  });
});
