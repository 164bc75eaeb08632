import { Controller, Get, Param } from '@nestjs/common';
import { Metrics, TraceCache, TraceOperation, TraceQuery } from 'nestjs-telemetry';
import { until } from '../../until.js';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { CUMULATIVE, MetricsReceiver, type ReceivedExport, type ReceivedPoint } from './metrics-receiver.js';

class Stock {
  @TraceQuery({ system: 'postgresql', operation: 'SELECT', collection: 'stock' })
  async read(id: number): Promise<number> {
    if (id === 0) throw new Error('no such item');
    return id;
  }

  @TraceCache({ system: 'memory', operation: 'get' })
  async cached(id: number): Promise<number | undefined> {
    return id > 1 ? id : undefined;
  }
}

@Controller('items')
class ItemsController {
  private readonly stock = new Stock();
  private readonly sold;
  private readonly weight;

  constructor(metrics: Metrics) {
    this.sold = metrics.counter('items_sold_total', { labels: ['colour'] });
    this.weight = metrics.histogram('items_weight_kg', { buckets: [1, 2.5] });
    metrics.gauge('shelf_items').set(41.5);
    metrics.summary('queue_seconds', { percentiles: [0.5] }).observe(3);
  }

  @Get(':id')
  @TraceOperation('sell')
  async sell(@Param('id') id: string): Promise<object> {
    await this.stock.cached(Number(id));
    await this.stock.read(Number(id));
    this.sold.inc({ colour: 'red' }, 0.5);
    this.weight.observe(Number(id));
    return {};
  }
}

describe.each(ADAPTERS)('metrics over OTLP from %s', (adapter) => {
  let receiver: MetricsReceiver;
  let observed: ObservedApplication;
  beforeEach(async () => {
    receiver = await MetricsReceiver.start();
    observed = await startObserved(
      adapter,
      { controllers: [ItemsController] },
      {
        service: { name: 'items', version: '1.2.3' },
        http: { outgoing: true },
        logging: { events: { http: false } },
        metrics: {
          defaultLabels: { zone: 'north' },
          otlp: { endpoint: `${receiver.endpoint}/`, headers: { 'x-api-key': 'k' }, intervalMs: 50 },
        },
      },
    );
  });
  afterEach(() => receiver.close());

  const get = async (path: string) => (await fetch(observed.url + path)).text();
  /** Exports that were made after all that has happened so far. */
  async function nextExport(): Promise<ReceivedExport> {
    const seen = receiver.exports.length;
    // The one under way may have been collected before.
    await until(() => receiver.exports.length >= seen + 2);
    return receiver.exports.at(-1) as ReceivedExport;
  }
  async function lastExport(): Promise<ReceivedExport> {
    await observed.close();
    return receiver.exports.at(-1) as ReceivedExport;
  }
  const duration = (of: ReceivedExport, attributes: object) =>
    pointOf(of, 'http.server.request.duration', {
      zone: 'north',
      'http.request.method': 'GET',
      'url.scheme': 'http',
      ...attributes,
    });
  const scraped = (name: string, labels: string) =>
    observed.series(`${name}{${labels}${labels === '' ? '' : ','}zone="north"}`);

  it('says what the scrape says, under the names of semantic conventions', async () => {
    for (const id of [0, 1, 2, 3]) await get(`/items/${id}`);
    await get('/nowhere');
    await observed.serverSpans(5);
    const labels = 'method="GET",endpoint="/items/:id",status_code="200"';
    const sum = await scraped('http_request_duration_seconds_sum', labels);
    const final = await lastExport();

    const ok = { 'http.route': '/items/:id', 'http.response.status_code': 200 };
    expect(final.metrics.get('http.server.request.duration')).toMatchObject({
      unit: 's',
      kind: 'histogram',
      temporality: CUMULATIVE,
    });
    const point = duration(final, ok);
    expect([point.count, point.sum]).toEqual([3, sum]);
    expect(point.bounds).toEqual([0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]);
    expect(point.buckets.reduce((one, other) => one + other)).toBe(3);
    expect(duration(final, { ...ok, 'http.response.status_code': 500, 'error.type': 'Error' }).count).toBe(1);
    expect(duration(final, { 'http.response.status_code': 404 }).count).toBe(1);

    expect(final.metrics.get('http.server.active_requests')).toMatchObject({
      kind: 'updowncounter',
      unit: '{request}',
    });
    expect(final.metrics.get('http.server.response.body.size')).toMatchObject({ kind: 'histogram', unit: 'By' });
    const query = {
      zone: 'north',
      'db.system.name': 'postgresql',
      'db.operation.name': 'SELECT',
      'db.collection.name': 'stock',
    };
    expect(pointOf(final, 'db.client.operation.duration', query).count).toBe(3);
    expect(pointOf(final, 'db.client.operation.duration', { ...query, 'error.type': 'Error' }).count).toBe(1);
    const cache = { zone: 'north', 'nestjs.cache.system.name': 'memory', 'nestjs.cache.operation.name': 'get' };
    expect(pointOf(final, 'nestjs.cache.hits', cache).value).toBe(2);
    expect(pointOf(final, 'nestjs.cache.misses', cache).value).toBe(2);
    const sale = { zone: 'north', 'nestjs.business.operation.name': 'sell' };
    expect(
      pointOf(final, 'nestjs.business.operation.duration', { ...sale, 'nestjs.business.operation.result': 'success' })
        .count,
    ).toBe(3);
    const failed = { ...sale, 'nestjs.business.operation.result': 'error', 'error.type': 'Error' };
    expect(pointOf(final, 'nestjs.business.operation.duration', failed).count).toBe(1);
    expect([...final.metrics.keys()].filter((name) => name.startsWith('http_') || name.startsWith('db_'))).toEqual([]);
  });

  it("sends the application's own metrics under their own names", async () => {
    for (const id of [1, 2, 3]) await get(`/items/${id}`);
    const final = await lastExport();
    expect(final.metrics.get('items_sold_total')).toMatchObject({ kind: 'counter', temporality: CUMULATIVE });
    expect(pointOf(final, 'items_sold_total', { zone: 'north', colour: 'red' }).value).toBe(1.5);
    expect(final.metrics.get('shelf_items')).toMatchObject({ kind: 'gauge' });
    expect(pointOf(final, 'shelf_items', { zone: 'north' }).value).toBe(41.5);
    expect(pointOf(final, 'items_weight_kg', { zone: 'north' })).toMatchObject({
      bounds: [1, 2.5],
      buckets: [1, 1, 1],
      sum: 6,
      count: 3,
    });
    expect(pointOf(final, 'queue_seconds_count', { zone: 'north' }).value).toBe(1);
    expect(pointOf(final, 'queue_seconds_sum', { zone: 'north' }).value).toBe(3);
    expect(final.metrics.get('queue_seconds')?.points.map(({ value }) => value)).toEqual([3]);
  });

  it('accumulates from one start, and names the service', async () => {
    await get('/items/1');
    const first = await nextExport();
    await get('/items/1');
    await get('/items/1');
    const final = await lastExport();
    const ok = { 'http.route': '/items/:id', 'http.response.status_code': 200 };
    const [before, after] = [duration(first, ok), duration(final, ok)];
    expect([before.count, after.count]).toEqual([1, 3]);
    expect(after.start).toBe(before.start);
    expect(after.start).toBeLessThan(before.end);
    expect(after.end).toBeGreaterThan(before.end);
    const starts = [...final.metrics.values()].flatMap(({ points }) => points.map(({ start }) => start));
    expect(new Set(starts)).toEqual(new Set([before.start]));

    expect(final.resource).toMatchObject({ 'service.name': 'items', 'service.version': '1.2.3' });
    expect(final.resource['service.instance.id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(receiver.paths)).toEqual(new Set(['/v1/metrics']));
    expect(receiver.headers.every((headers) => headers['x-api-key'] === 'k')).toBe(true);
  });
});

it('reports an OTLP receiver that is not there, and the application ends all the same', async () => {
  const gone = await MetricsReceiver.start();
  const { endpoint } = gone;
  await gone.close();
  const observed = await startObserved('express', {}, { metrics: { otlp: { endpoint, intervalMs: 3_600_000 } } });
  await observed.close();
  const warnings = observed.lines().filter(({ level }) => level === 'warn');
  expect(warnings).toEqual([
    expect.objectContaining({ message: expect.stringContaining('Metrics could not be pushed to otlp') as string }),
    expect.objectContaining({
      message: expect.stringMatching(/^Telemetry was lost: 1 metrics push for otlp at http.*\/v1\/metrics$/) as string,
    }),
  ]);
}, 30_000);

function pointOf(of: ReceivedExport, name: string, attributes: object): ReceivedPoint {
  const points = of.metrics.get(name)?.points ?? [];
  const found = points.filter((point) => equal(point.attributes, attributes));
  if (found.length !== 1)
    throw new Error(`${found.length} of ${name}: ${JSON.stringify(points.map((p) => p.attributes))}`);
  return found[0] as ReceivedPoint;
}

function equal(one: object, other: object): boolean {
  const sorted = (of: object) => JSON.stringify(Object.entries(of).sort());
  return sorted(one) === sorted(other);
}
