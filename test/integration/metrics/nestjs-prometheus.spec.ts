import { Controller, Get, Injectable, Module } from '@nestjs/common';
import { register, type Counter, type Gauge, type Histogram, type Summary } from 'prom-client';
import { Metrics } from 'nestjs-telemetry';
import {
  InjectMetric,
  makeCounterProvider,
  makeGaugeProvider,
  makeHistogramProvider,
  makeSummaryProvider,
  PrometheusModule,
} from '@willsoto/nestjs-prometheus';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
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
    @InjectMetric('stock_level') private readonly stock: Gauge,
  ) {}

  @Get()
  place(): string {
    this.placed.inc({ channel: 'web' });
    this.value.observe(30);
    this.items.observe(3);
    return typeof this.stock.set;
  }
}

@Module({
  controllers: [OrdersController],
  providers: [
    Stock,
    makeCounterProvider({ name: 'orders_placed_total', help: 'Orders placed', labelNames: ['channel'] }),
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

describe.each(ADAPTERS)('nestjs-prometheus on %s', (adapter) => {
  let observed: ObservedApplication | undefined;
  afterEach(async () => {
    await observed?.close();
    observed = undefined;
    register.clear();
  });
  const warnings = (): string[] =>
    (observed?.lines() ?? []).filter(({ level }) => level === 'warn').map(({ message }) => message);

  it.each([
    ['text/plain', 'orders_placed_total'],
    ['application/openmetrics-text', 'orders_placed'],
  ])("has its metrics on telemetry's endpoint, as %s, without its module", async (accept, family) => {
    observed = await startObserved(adapter, { imports: [OrdersModule] });
    expect((await scrape(`${observed.url}/orders`)).text).toBe('function');
    const { text } = await scrape(`${observed.url}/metrics`, { accept });
    const lines = text.split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        `# HELP ${family} Orders placed`,
        `# TYPE ${family} counter`,
        'orders_placed_total{channel="web"} 1',
        'order_value_euros_bucket{le="10"} 0',
        'order_value_euros_bucket{le="100"} 1',
        'order_value_euros_sum 30',
        'order_items{quantile="0.5"} 3',
        'stock_level 42',
        'http_requests_total{method="GET",endpoint="/orders",status_code="200"} 1',
      ]),
    );
    expect(warnings()).toEqual([]);
  });

  it("serves telemetry's metric where both have one of the same name, and says so once", async () => {
    const clash = makeCounterProvider({ name: 'http_requests_total', help: 'Theirs' });
    observed = await startObserved(adapter, { imports: [OrdersModule], providers: [clash] });
    observed.app.get(Metrics).counter('visits_total', { help: 'Ours' }).inc();
    const [first, second] = [await scrape(`${observed.url}/metrics`), await scrape(`${observed.url}/metrics`)];
    for (const { text } of [first, second]) {
      expect(text.match(/^# HELP http_requests_total .*/gm)).toEqual([
        '# HELP http_requests_total Total number of HTTP requests',
      ]);
      expect(text).toContain('visits_total 1');
    }
    expect(warnings()).toEqual([expect.stringMatching(/Two metrics have one name.*: http_requests_total$/)]);
  });

  it('does no harm when its module is there too, with a path of its own', async () => {
    observed = await startObserved(
      adapter,
      {
        imports: [
          PrometheusModule.register({
            path: '/theirs',
            defaultLabels: { app: 'shop' },
            defaultMetrics: { enabled: true },
          }),
          OrdersModule,
        ],
      },
      { metrics: { processMetrics: true } },
    );
    const { text } = await scrape(`${observed.url}/metrics`);
    expect(text).toContain('stock_level{app="shop"} 42\n');
    const families = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(families).toContain('process_cpu_seconds_total');
    expect(families.toSorted()).toEqual([...new Set(families)].toSorted());
    expect(warnings()).toEqual([expect.stringContaining('process_cpu_seconds_total')]);
    expect((await scrape(`${observed.url}/theirs`)).text).toContain('stock_level{app="shop"} 42\n');
  });
});
