import { Controller, Get, Injectable, Param } from '@nestjs/common';
import { Counted, Metrics, Timed, TraceQuery } from 'nestjs-telemetry';
import { startObserved } from '../observed-application.js';
import { MetricsReceiver, type ReceivedExport } from './metrics-receiver.js';

const MAX_SERIES = 5;
const REQUESTS = 20;

@Injectable()
class Stock {
  @Counted('looked_up', { help: 'Look-ups', labels: { place: 'stock' } })
  @Timed('look_up_seconds', { help: 'Time of look-ups' })
  @TraceQuery({ system: 'postgresql', operation: 'SELECT', collection: 'stock' })
  async read(id: number): Promise<number> {
    if (id % 3 === 0) throw new Error('no such item');
    return id;
  }
}

@Controller('items')
class ItemsController {
  private readonly sold;
  private readonly weight;

  constructor(
    private readonly stock: Stock,
    metrics: Metrics,
  ) {
    this.sold = metrics.counter('items_sold_total', { labels: ['customer'] });
    this.weight = metrics.histogram('items_weight_kg', { labels: ['customer'], buckets: [1, 10] });
  }

  @Get(':id')
  async sell(@Param('id') id: string): Promise<string> {
    this.sold.inc({ customer: id }, 2);
    this.weight.observe({ customer: id }, Number(id));
    await this.stock.read(Number(id)).catch(() => undefined);
    return 'sold';
  }
}

/** The names on the endpoint, and those over OTLP. */
const SAME_SUMS = [
  ['items_sold_total', 'items_sold_total'],
  ['items_weight_kg_count', 'items_weight_kg'],
  ['looked_up', 'looked_up'],
  ['look_up_seconds_count', 'look_up_seconds'],
  ['http_requests_total', 'http.server.request.duration'],
  ['http_response_size_bytes_count', 'http.server.response.body.size'],
  ['db_queries_total', 'db.client.operation.duration'],
] as const;

it('the points of every metric are distinct, and add up to what the endpoint shows, also beyond the cap on series', async () => {
  const receiver = await MetricsReceiver.start();
  const observed = await startObserved(
    'express',
    { controllers: [ItemsController], providers: [Stock] },
    {
      metrics: {
        processMetrics: true,
        maxSeriesPerMetric: MAX_SERIES,
        otlp: { endpoint: receiver.endpoint, intervalMs: 3_600_000 },
      },
    },
  );
  for (let id = 0; id < REQUESTS; id++) await fetch(`${observed.url}/items/${id}`);
  await observed.serverSpans(REQUESTS);
  const scraped = new Map(await Promise.all(SAME_SUMS.map(async ([name]) => [name, await sumOf(name)] as const)));
  async function sumOf(name: string): Promise<number> {
    const names = (await observed.seriesNames()).filter((series) => series === name || series.startsWith(`${name}{`));
    const values = await Promise.all(names.map((series) => observed.series(series)));
    return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  }
  await observed.close();
  const final = receiver.exports.at(-1) as ReceivedExport;
  await receiver.close();

  expect(scraped.get('items_sold_total')).toBe(2 * REQUESTS);
  for (const [name, otlp] of SAME_SUMS) {
    const points = final.metrics.get(otlp)?.points ?? [];
    expect([name, points.reduce((sum, point) => sum + (point.value ?? point.count), 0)]).toEqual([
      name,
      scraped.get(name),
    ]);
  }
  const sold = final.metrics.get('items_sold_total')?.points ?? [];
  expect(sold).toHaveLength(MAX_SERIES + 1);
  expect(sold.map(({ attributes }) => attributes)).toContainEqual({ 'otel.metric.overflow': true });
  expect(final.metrics.get('process.cpu.time')).toMatchObject({ kind: 'counter', unit: 's' });
  expect(final.scope).toMatchObject({ name: 'nestjs-telemetry', version: expect.stringMatching(/^\d+\./) });
});
