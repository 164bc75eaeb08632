import { Controller, Get, Injectable, Module, type Provider } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { type Counter, type Gauge, type Histogram, register, type Summary } from 'prom-client';
import { Metrics, TelemetryModule, type TelemetryOptions } from 'nestjs-telemetry';
import {
  getToken,
  InjectMetric,
  makeCounterProvider,
  makeGaugeProvider,
  makeHistogramProvider,
  makeSummaryProvider,
} from 'nestjs-telemetry/prometheus';
import { until } from '../../until.js';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { MetricsReceiver } from '../otlp-metrics/metrics-receiver.js';
import { scrape } from './scrape.js';

@Injectable()
class Stock {
  readonly level = 42;
}

@Controller('orders')
class OrdersController {
  constructor(
    @InjectMetric('orders_placed_total') private readonly placed: Counter<'channel'>,
    @InjectMetric('order_value_euros') private readonly value: Histogram,
    @InjectMetric('order_items') private readonly items: Summary,
  ) {}

  @Get()
  place(): string {
    this.placed.inc({ channel: 'web' });
    this.placed.labels('shop').inc(2);
    this.value.observe(30);
    this.items.observe(3);
    return 'placed';
  }
}

const PLACED = { name: 'orders_placed_total', help: 'Orders placed', labelNames: ['channel'] };

@Module({
  controllers: [OrdersController],
  providers: [
    Stock,
    makeCounterProvider(PLACED),
    makeHistogramProvider({ name: 'order_value_euros', help: 'Value of orders', buckets: [10, 100] }),
    makeSummaryProvider({ name: 'order_items', help: 'Items of orders', percentiles: [0.5] }),
    makeGaugeProvider({
      name: 'stock_level',
      help: 'Things in stock',
      inject: [Stock],
      collect(this: Gauge, stock: Stock) {
        this.set(stock.level);
      },
    }),
  ],
})
class OrdersModule {}

async function compiled(providers: Provider[], more: Provider[] = [], options: TelemetryOptions = {}) {
  @Module({ providers, exports: providers.map((provider) => (provider as { provide: string }).provide) })
  class One {}
  @Module({ providers: more })
  class Other {}
  const telemetry = TelemetryModule.forRoot({ ...options, logging: { destination: { write: () => true } as never } });
  return Test.createTestingModule({ imports: [telemetry, One, Other] }).compile();
}

describe.each(ADAPTERS)('providers of metrics on %s', (adapter) => {
  let observed: ObservedApplication | undefined;
  afterEach(async () => {
    await observed?.close();
    observed = undefined;
  });
  const warnings = (): string[] =>
    (observed?.lines() ?? []).filter(({ level }) => level === 'warn').map(({ message }) => message);

  it.each([
    ['text/plain', 'orders_placed_total'],
    ['application/openmetrics-text', 'orders_placed'],
  ])("have their metrics on telemetry's endpoint, as %s, each application its own", async (accept, family) => {
    observed = await startObserved(adapter, { imports: [OrdersModule] });
    const other = await startObserved(adapter, { imports: [OrdersModule] });
    try {
      expect((await scrape(`${observed.url}/orders`)).text).toBe('placed');
      const { text } = await scrape(`${observed.url}/metrics`, { accept });
      expect(text.split('\n')).toEqual(
        expect.arrayContaining([
          `# HELP ${family} Orders placed`,
          `# TYPE ${family} counter`,
          'orders_placed_total{channel="web"} 1',
          'orders_placed_total{channel="shop"} 2',
          'order_value_euros_bucket{le="10"} 0',
          'order_value_euros_bucket{le="100"} 1',
          'order_items{quantile="0.5"} 3',
          'stock_level 42',
        ]),
      );
      const theirs = await scrape(`${other.url}/metrics`, { accept });
      expect(theirs.text).toContain(`# TYPE ${family} counter`);
      expect(theirs.text).not.toContain('channel="web"');
      expect(register.getSingleMetric('orders_placed_total')).toBeUndefined();
      expect(warnings()).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('are within the limit of series', async () => {
    observed = await startObserved(
      adapter,
      { providers: [makeCounterProvider(PLACED)] },
      { metrics: { maxSeriesPerMetric: 3 } },
    );
    const placed = observed.app.get<Counter>(getToken('orders_placed_total'));
    for (let at = 0; at < 10; at++) placed.inc({ channel: String(at) });
    const series = (await observed.seriesNames()).filter((name) => name.startsWith('orders_placed_total'));
    expect(series).toHaveLength(4);
    expect(await observed.series('orders_placed_total{otel_metric_overflow="true"}')).toBe(7);
  });

  it('are sent over OTLP', async () => {
    const receiver = await MetricsReceiver.start();
    try {
      observed = await startObserved(
        adapter,
        { imports: [OrdersModule] },
        { metrics: { otlp: { endpoint: receiver.endpoint, intervalMs: 50 } } },
      );
      await scrape(`${observed.url}/orders`);
      const sent = () => [...(receiver.exports.at(-1)?.metrics.keys() ?? [])].join();
      await until(() => sent().includes('orders_placed'));
      for (const name of ['order_value_euros', 'order_items', 'stock_level']) expect(sent()).toContain(name);
    } finally {
      await observed?.close();
      observed = undefined;
      await receiver.close();
    }
  });

  it('lose only the metric whose callback fails, and say so once', async () => {
    const failing = makeGaugeProvider({
      name: 'broken_level',
      help: 'Broken',
      collect: () => Promise.reject(new Error('no sensor')),
    });
    observed = await startObserved(adapter, { imports: [OrdersModule], providers: [failing] });
    for (let at = 0; at < 2; at++) {
      const { status, text } = await scrape(`${observed.url}/metrics`);
      expect(status).toBe(200);
      expect(text).toContain('stock_level 42');
    }
    expect(warnings()).toEqual([expect.stringContaining('The metric broken_level could not be collected')]);
  });
});

describe('providers of one name', () => {
  it('give one metric to all modules, and to Metrics', async () => {
    const module = await compiled([makeCounterProvider(PLACED)], [makeCounterProvider(PLACED)]);
    const all = module.get<Counter[]>(getToken('orders_placed_total'), { strict: false, each: true });
    expect(all).toHaveLength(2);
    expect(new Set([...all, module.get(Metrics).counter(PLACED.name, { labels: ['channel'] })]).size).toBe(1);
    await module.close();
  });

  it.each<[string, Provider, Provider, RegExp]>([
    [
      'types',
      makeCounterProvider(PLACED),
      makeGaugeProvider(PLACED),
      /orders_placed_total is a counter with labels channel and was asked for as a gauge with labels channel/,
    ],
    [
      'labels',
      makeCounterProvider(PLACED),
      makeCounterProvider({ ...PLACED, labelNames: ['country'] }),
      /is a counter with labels channel and was asked for as a counter with labels country/,
    ],
    [
      'buckets',
      makeHistogramProvider({ name: 'sizes', help: 'Sizes', buckets: [1, 2] }),
      makeHistogramProvider({ name: 'sizes', help: 'Sizes', buckets: [1, 3] }),
      /a histogram without labels and buckets 1, 2 and was asked for as a histogram without labels and buckets 1, 3/,
    ],
    [
      'quantiles',
      makeSummaryProvider({ name: 'sizes', help: 'Sizes', percentiles: [0.5] }),
      makeSummaryProvider({ name: 'sizes', help: 'Sizes', percentiles: [0.9] }),
      /quantiles 0\.5 and was asked for as a summary without labels and quantiles 0\.9/,
    ],
    [
      'owners',
      makeCounterProvider({ name: 'http_requests_total', help: 'Requests' }),
      makeCounterProvider({ name: 'other_total', help: 'Other' }),
      /the registry has one of that name from elsewhere/,
    ],
  ])('stop the start if they have different %s', async (_what, one, other, message) => {
    await expect(compiled([one], [other])).rejects.toThrow(message);
  });

  it('refuse exemplars with a sentence', () => {
    expect(() => makeCounterProvider({ ...PLACED, enableExemplars: true })).toThrow(/Remove enableExemplars/);
  });

  it('say that TelemetryModule is missing', async () => {
    const testing = Test.createTestingModule({ providers: [makeCounterProvider(PLACED)] });
    await expect(testing.compile()).rejects.toThrow(/orders_placed_total has no registry[^]*TelemetryModule\.forRoot/);
  });
});
