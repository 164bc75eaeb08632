import { ROOT_CONTEXT } from '@opentelemetry/api';
import { Metrics } from 'nestjs-telemetry';
import { Registry } from 'prom-client';
import { httpRoute, httpServerResult } from '../../lib/conventions/http-server/http-server.js';
import { METRIC_FAMILIES } from '../../lib/conventions/index.js';
import { ConnectionPools } from '../../lib/metrics/connection-pools.js';
import { MetricsObserver } from '../../lib/metrics/metrics.observer.js';
import { SeriesCap } from '../../lib/metrics/series/series-cap.js';

const unreadable = new Proxy({}, { get: () => { throw new Error('no'); } }); // prettier-ignore
const NO_NUMBERS = [NaN, Infinity, -Infinity, '5', {}, Symbol('5'), 5n, unreadable] as never[];
const BAD_DURATIONS = [...NO_NUMBERS, null, undefined, -5] as never[];

function create() {
  const registry = new Registry();
  const reports: string[] = [];
  const report = (what: string, error?: unknown): void => void reports.push(`${what}: ${String(error)}`);
  const cap = new SeriesCap(100, registry, report);
  const observer = new MetricsObserver(registry, METRIC_FAMILIES, cap);
  const metrics = new Metrics(registry, { observer, cap, report, pool: new ConnectionPools(registry) });
  const value = async (series: string): Promise<string | undefined> =>
    (await registry.metrics())
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.slice(series.length + 1);
  return { metrics, observer, reports, value, text: () => registry.metrics() };
}

describe('a metric of the application', () => {
  it.each([
    ['with labels', ['channel'], '{channel="web"}'],
    ['without labels', [], ''],
  ])('%s goes on after values that it cannot take, and reports them once', async (_what, labels: string[], series) => {
    const { metrics, reports, value } = create();
    const given = labels.length === 0 ? [] : [{ channel: 'web' }];
    const counter = metrics.counter('orders_total', { labels });
    const gauge = metrics.gauge('stock', { labels });
    const histogram = metrics.histogram('import_seconds', { labels });
    const summary = metrics.summary('size_bytes', { labels });
    const child = counter.labels(...(labels.length === 0 ? [] : ['web']));
    for (const value of [5, ...NO_NUMBERS, -1, 5]) {
      (counter.inc as (...all: unknown[]) => void)(...given, value);
      child.inc(value as number);
      for (const method of ['set', 'inc', 'dec'] as const) {
        (gauge[method] as (...all: unknown[]) => void).call(gauge, ...given, value);
      }
      for (const metric of [histogram, summary]) (metric.observe as (...all: unknown[]) => void)(...given, value);
    }
    // Without labels, an object in their place is no labels at all.
    const withoutLabels = labels.length === 0 ? 2 : 0;
    expect(await value(`orders_total${series}`)).toBe(String(20 + withoutLabels));
    expect(await value(`stock${series}`)).toBe('5');
    expect(await value(`import_seconds_sum${series}`)).toBe('9');
    expect(await value(`size_bytes_count${series}`)).toBe('3');
    expect(reports.filter((line) => line.includes('got a value'))).toEqual(
      ['orders_total', 'stock', 'import_seconds', 'size_bytes'].map(
        (name) => `The metric ${name} got a value that it cannot add, and goes on without it: NaN`,
      ),
    );
  });

  it('takes no labels that it does not have, and none that are no text', async () => {
    const { metrics, reports, text } = create();
    const counter = metrics.counter('orders_total', { labels: ['channel'] });
    for (const labels of [{ nope: 'x' }, { channel: Symbol('web') }, { channel: unreadable }, unreadable] as never[]) {
      counter.inc(labels);
      counter.labels(labels).inc();
    }
    metrics.histogram('import_seconds').startTimer()({ nope: 'x' } as never);
    metrics.timer('import_seconds')({ nope: 'x' } as never);
    metrics.histogram('import_seconds').labels('too', 'many').startTimer()();
    expect(reports.map((line) => line.replace(/: .*/s, ''))).toEqual([
      'The metric orders_total could not take a value',
      'The metric import_seconds could not take a value',
    ]);
    expect(await text()).not.toMatch(/nope|Symbol|object/);
  });
});

describe('metrics of telemetry, fed by hand', () => {
  it('count a call whose duration or size is no number, and do not add that number', async () => {
    const { metrics, reports, value, text } = create();
    for (const bad of BAD_DURATIONS) {
      metrics.recordHttpRequest('GET', '/users', 200, bad, bad);
      metrics.recordDbQuery('SELECT', 'users', bad);
      metrics.recordCacheOperation('memory', 'get', 'hit', bad);
      metrics.recordGrpcRequest('Find', 'shop.Users', 'OK', bad, bad);
      metrics.recordBusinessOperation('place order', 'success', '', bad);
      metrics.setDbConnectionPool(bad, 1, 1);
    }
    metrics.recordHttpRequest('GET', '/users', 200, 2_000, 5);
    const labels = '{method="GET",endpoint="/users",status_code="200"}';
    expect(await value(`http_requests_total${labels}`)).toBe(String(BAD_DURATIONS.length + 1));
    expect(await value(`http_request_duration_seconds_sum${labels}`)).toBe('2');
    expect(await value(`http_response_size_bytes_sum${labels}`)).toBe('5');
    const spoiled = (await text()).split('\n').filter((line) => /^[^#].* (NaN|[+-]Inf|-\d\S*)$/.test(line));
    expect(spoiled).toEqual([]);
    const named = reports.map((line) => /metric (\S+)/.exec(line)?.[1]);
    expect(new Set(named).size).toBe(named.length);
    expect(named).toEqual(expect.arrayContaining(['http_request_duration_seconds', 'http_response_size_bytes']));
  });

  it('throw nothing, whatever the texts are', async () => {
    const { metrics, reports } = create();
    for (const bad of [Symbol('x'), unreadable, null, undefined, 7, {}] as never[]) {
      metrics.recordHttpRequest(bad, bad, bad, 1);
      metrics.recordDbQuery(bad, bad, 1, bad);
      metrics.recordCacheHit(bad, bad);
      metrics.recordCacheMiss(bad, bad);
      metrics.recordCacheOperation(bad, bad, bad, 1);
      metrics.recordGrpcRequest(bad, bad, bad, 1, 1);
      metrics.recordBusinessOperation(bad, bad, bad, 1);
    }
    expect(reports.length).toBeGreaterThan(0);
  });

  it('are not spoiled by what an instrumentation measures', async () => {
    const { observer, text } = create();
    const operation = { kind: 'http.server', ...httpRoute('GET', '/users'), attributes: {} };
    const result = httpServerResult({
      statusCode: 200,
      bodySizeBytes: NaN,
      how: 'sent' as const,
      error: undefined,
      errorStatusFrom: 500,
    });
    observer.begin(operation, ROOT_CONTEXT)?.end(operation, { ...result, durationMs: NaN });
    expect(await text()).not.toContain('NaN');
  });
});
