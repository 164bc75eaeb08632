import { Controller, Get, Injectable } from '@nestjs/common';
import { Counted, Metrics, Timed } from 'nestjs-telemetry';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';

@Injectable()
class Cats {
  @Counted('cats_found_total')
  @Timed()
  async find(): Promise<string> {
    return 'cat';
  }
}

@Controller('cats')
class CatsController {
  constructor(
    private readonly cats: Cats,
    private readonly metrics: Metrics,
  ) {}

  @Get()
  find(): Promise<string> {
    this.metrics.counter('users_total', { labels: ['user'] }).inc({ user: String(Math.random()) });
    return this.cats.find();
  }
}

const METADATA = { controllers: [CatsController], providers: [Cats] };

describe.each(ADAPTERS)('the options of metrics, %s', (adapter) => {
  let one: ObservedApplication;
  let other: ObservedApplication;
  beforeAll(async () => {
    one = await startObserved(adapter, METADATA, {
      metrics: {
        processMetrics: true,
        prefix: 'shop_',
        naming: 'semconv',
        families: { cache: false },
        maxSeriesPerMetric: 2,
        defaultLabels: { region: 'eu' },
        buckets: { durationSeconds: [30] },
      },
    });
    other = await startObserved(adapter, METADATA);
  });
  afterAll(() => Promise.all([one.close(), other.close()]));

  it('are those of each application alone', async () => {
    for (let at = 0; at < 5; at++) await (await fetch(`${one.url}/cats`)).text();
    await (await fetch(`${other.url}/cats`)).text();
    const request =
      'http_request_method="GET",url_scheme="http",http_route="/cats",http_response_status_code="200",error_type=""';
    await one.serverSpans(5);
    const name = 'shop_http_server_request_duration_seconds';
    expect(await one.series(`${name}_count{${request},region="eu"}`)).toBe(5);
    expect(await one.series(`${name}_bucket{le="30",${request},region="eu"}`)).toBe(5);
    await other.serverSpans(1);
    expect(await other.series('http_requests_total{method="GET",endpoint="/cats",status_code="200"}')).toBe(1);
    const names = (await one.seriesNames()).join('\n');
    expect(names).toMatch(/^shop_process_memory_usage_bytes\{type="rss",region="eu"\}$/m);
    expect(names).toMatch(/^shop_nodejs_gc_duration_seconds_count\{kind="major",region="eu"\}$/m);
    expect(names).not.toMatch(/cache_/);
    expect((await other.seriesNames()).filter((series) => /^(shop_|process_|nodejs_)/.test(series))).toEqual([]);
  });

  it('bound the series of a metric of the user, and say so in the log', async () => {
    expect(await one.series('users_total{otel_metric_overflow="true",region="eu"}')).toBe(3);
    expect(await one.series('shop_telemetry_series_overflowed_total{metric="users_total",region="eu"}')).toBe(3);
    // Nest has one logger for a process: that of the application that was the last to set it.
    const said = [...one.lines(), ...other.lines()].filter(({ message }) => message.includes('The label "user" grows'));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ level: 'warn', message: expect.stringContaining('users_total has 2 series') });
  });

  it('count and time a method of a provider', async () => {
    expect(await one.series('cats_found_total{result="success",region="eu"}')).toBe(5);
    expect(await other.series('cats_found_total{result="success"}')).toBe(1);
    expect(await other.series('cats_find_seconds_count{result="success"}')).toBe(1);
    expect((await other.spans()).map(({ name }) => name)).toEqual(['GET /cats']);
  });
});
