import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { KINDS, METRIC_FAMILIES, OTLP_FAMILIES } from '../../../lib/conventions/index.js';
import { SELF_METRICS } from '../../../lib/conventions/metrics/self-metrics.js';
import { ConnectionPools } from '../../../lib/metrics/connection-pools.js';
import { collectMetrics } from '../../../lib/metrics/otlp/collected-metric.js';
import { toOtlpMetrics } from '../../../lib/metrics/otlp/metric-data.js';
import type { OtlpNames } from '../../../lib/metrics/otlp/otlp-name.js';
import { pushedNames } from '../../../lib/metrics/otlp/pushed-names.js';
import { scrapedNames } from '../../../lib/metrics/otlp/scraped-names.js';
import { ReadMetric } from '../../../lib/metrics/read-metric.js';
import { registerMetric } from '../../../lib/metrics/registered-metric.js';
import { plainAttributes } from './plain-attributes.js';

const INTERVAL = { startTimeUnixNano: '1', timeUnixNano: '2' };

async function convert(registry: Registry, names: OtlpNames = new Map(), defaultLabels = {}) {
  return toOtlpMetrics(await collectMetrics(registry), { names, defaultLabels, interval: INTERVAL });
}

describe('metrics of a registry as OTLP has them', () => {
  const registry = new Registry();
  beforeEach(() => registry.clear());

  it('keeps the series of a histogram apart, however their labels are ordered', async () => {
    const histogram = new Histogram({
      name: 'h',
      help: 'h',
      labelNames: ['a', 'b'],
      buckets: [1, 2],
      registers: [registry],
    });
    histogram.observe({ a: '1', b: '2' }, 0.5);
    histogram.observe({ b: '2', a: '1' }, 1.5);
    histogram.observe({ a: '2', b: '1' }, 9);
    const [data] = await convert(registry);
    const points = data?.histogram?.dataPoints.map((point) =>
      Object.assign({}, point, { attributes: plainAttributes(point.attributes) }),
    );
    const same = { explicitBounds: [1, 2], exemplars: [], ...INTERVAL };
    expect(points).toEqual([
      { ...same, attributes: { a: '1', b: '2' }, bucketCounts: ['1', '1', '0'], sum: 2, count: '2' },
      { ...same, attributes: { a: '2', b: '1' }, bucketCounts: ['0', '0', '1'], sum: 9, count: '1' },
    ]);
  });

  it('leaves out a metric that has no series yet', async () => {
    const counter = new Counter({ name: 'c', help: 'c', labelNames: ['a'], registers: [registry] });
    expect(await convert(registry)).toEqual([]);
    counter.inc({ a: 'x' }, 2);
    expect(await convert(registry)).toMatchObject([{ sum: { isMonotonic: true, dataPoints: [{ asDouble: 2 }] } }]);
  });

  it('sends a gauge as a gauge', async () => {
    new Gauge({ name: 'g', help: 'g', registers: [registry] }).set(-1);
    expect(await convert(registry)).toMatchObject([{ name: 'g', gauge: { dataPoints: [{ asDouble: -1 }] } }]);
  });

  it('keeps the names of default labels, and the name that OpenTelemetry has for an overflow', async () => {
    registry.setDefaultLabels({ zone: 'north' });
    const read = () => [{ labels: { exporter: 'otlp' }, value: 1 }];
    registerMetric(registry, new ReadMetric(SELF_METRICS.spansExported, 'shop_', read, new Registry()));
    const counter = new Counter({ name: 'c', help: 'c', labelNames: ['otel_metric_overflow'], registers: [registry] });
    counter.inc({ otel_metric_overflow: 'true' });
    const metrics = await convert(registry, scrapedNames('shop_', []), { zone: 'north' });
    expect(metrics.map(({ name, unit, sum }) => [name, unit, plainAttributes(sum?.dataPoints[0]?.attributes)])).toEqual(
      [
        ['nestjs.telemetry.spans_exported', '{span}', { zone: 'north', 'nestjs.telemetry.exporter': 'otlp' }],
        ['c', '', { zone: 'north', 'otel.metric.overflow': true }],
      ],
    );
  });
});

describe('names over OTLP', () => {
  const namesOf = (families: typeof METRIC_FAMILIES) =>
    families
      .flatMap(({ duration, counters, size, inFlight }) => [...counters, duration, size, inFlight])
      .flatMap((metric) => metric?.name ?? []);

  it('are there for every metric of every kind', () => {
    const names = pushedNames();
    const measured = KINDS.filter(({ metrics }) => metrics !== false);
    expect(measured.length).toBeGreaterThan(5);
    for (const name of namesOf(OTLP_FAMILIES)) expect(names.get(name)).toMatchObject({ name });
  });

  it("leave out the endpoint's names of the same metrics", () => {
    const names = scrapedNames('', METRIC_FAMILIES);
    for (const name of namesOf(METRIC_FAMILIES))
      expect([name, names.has(name), names.get(name)]).toEqual([name, true, undefined]);
    expect(names.has('orders_total')).toBe(false);
  });

  it('have attributes of the right types, and none for an empty label', () => {
    const { attributes } = pushedNames().get('http.client.request.duration') ?? {};
    const labels = { 'server.port': '80', 'http.response.status_code': '404', 'error.type': '', 'server.address': 'a' };
    expect(attributes?.(labels)).toEqual({
      'server.port': 80,
      'http.response.status_code': 404,
      'server.address': 'a',
    });
  });
});

describe('connection pools over OTLP', () => {
  it('have the names of semantic conventions, and no connection is counted twice', async () => {
    const registry = new Registry();
    const pools = new ConnectionPools(registry, 'shop_');
    const observeWait = pools.watch({ name: 'db:5432/shop', read: () => ({ open: 5, idle: 2, waiting: 1 }) });
    observeWait(0.2);
    const data = await convert(registry, scrapedNames('shop_', []));
    const pool = { 'db.client.connection.pool.name': 'db:5432/shop' };
    const points = data.map(({ name, unit, sum, histogram }) => [
      name,
      unit,
      sum?.dataPoints.map(({ attributes, asDouble }) => [plainAttributes(attributes), asDouble]) ??
        histogram?.dataPoints.map(({ attributes, count }) => [plainAttributes(attributes), count]),
    ]);
    expect(points).toEqual([
      [
        'db.client.connection.count',
        '{connection}',
        [
          [{ ...pool, 'db.client.connection.state': 'idle' }, 2],
          [{ ...pool, 'db.client.connection.state': 'used' }, 3],
        ],
      ],
      ['db.client.connection.pending_requests', '{request}', [[pool, 1]]],
      ['db.client.connection.wait_time', 's', [[pool, '1']]],
    ]);
  });
});
