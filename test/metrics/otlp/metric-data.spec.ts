import { DataPointType } from '@opentelemetry/sdk-metrics';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { METRIC_FAMILIES, metricFamilies } from '../../../lib/conventions/index.js';
import { ConnectionPools } from '../../../lib/metrics/connection-pools.js';
import { collectMetrics } from '../../../lib/metrics/otlp/collected-metric.js';
import { toMetricData } from '../../../lib/metrics/otlp/metric-data.js';
import { poolNames } from '../../../lib/metrics/otlp/pool-names.js';
import { semconvNames } from '../../../lib/metrics/otlp/semconv-names.js';
import { resolveOptions } from '../../../lib/telemetry.options.js';

const INTERVAL = { startTime: [1, 0], endTime: [2, 0] } as const;

describe('metrics of a registry as OTLP has them', () => {
  const registry = new Registry();
  const convert = async () =>
    toMetricData(await collectMetrics(registry), new Map(), {
      startTime: [...INTERVAL.startTime],
      endTime: [...INTERVAL.endTime],
    });
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
    const [data] = await convert();
    expect(data?.dataPoints.map(({ attributes, value }) => ({ attributes, value }))).toEqual([
      {
        attributes: { a: '1', b: '2' },
        value: { buckets: { boundaries: [1, 2], counts: [1, 1, 0] }, sum: 2, count: 2 },
      },
      {
        attributes: { a: '2', b: '1' },
        value: { buckets: { boundaries: [1, 2], counts: [0, 0, 1] }, sum: 9, count: 1 },
      },
    ]);
  });

  it('leaves out a metric that has no series yet', async () => {
    const counter = new Counter({ name: 'c', help: 'c', labelNames: ['a'], registers: [registry] });
    expect(await convert()).toEqual([]);
    counter.inc({ a: 'x' }, 2);
    expect(await convert()).toMatchObject([{ dataPointType: DataPointType.SUM, isMonotonic: true }]);
  });

  it('sends a gauge as a gauge', async () => {
    new Gauge({ name: 'g', help: 'g', registers: [registry] }).set(-1);
    expect(await convert()).toMatchObject([{ dataPointType: DataPointType.GAUGE, dataPoints: [{ value: -1 }] }]);
  });
});

describe('names over OTLP', () => {
  const names = semconvNames(metricFamilies({ ...resolveOptions({ metrics: { prefix: 'shop_' } }, {}).metrics }));

  it('covers every metric of every family', () => {
    const all = METRIC_FAMILIES.flatMap(({ duration, counters, size, inFlight }) =>
      [counters, duration, size, inFlight].flat(),
    ).filter((metric) => metric !== undefined);
    // Messages that are sent and messages that are processed are one metric.
    const expected = new Set(all.map(({ name }) => `shop_${name}`));
    expect([...names.keys()].sort()).toEqual([...expected].sort());
  });

  it('leaves out what Prometheus says of unknown values', () => {
    const attributes = names.get('shop_http_request_duration_seconds')?.attributes;
    expect(attributes?.({ method: '_OTHER', endpoint: 'unmatched', status_code: '404', zone: 'a' })).toEqual({
      'http.request.method': '_OTHER',
      'http.response.status_code': 404,
      zone: 'a',
    });
    expect(names.get('shop_http_client_request_duration_seconds')?.attributes({ status_code: '' })).toEqual({});
  });
});

describe('connection pools over OTLP', () => {
  it('have the names of semantic conventions, and no connection is counted twice', async () => {
    const registry = new Registry();
    const pools = new ConnectionPools(registry, 'shop_');
    const observeWait = pools.watch({ name: 'db:5432/shop', read: () => ({ open: 5, idle: 2, waiting: 1 }) });
    observeWait(0.2);
    const [startTime, endTime] = [[...INTERVAL.startTime], [...INTERVAL.endTime]] as [
      [number, number],
      [number, number],
    ];
    const data = toMetricData(await collectMetrics(registry), poolNames('shop_'), { startTime, endTime });
    const pool = { 'db.client.connection.pool.name': 'db:5432/shop' };
    expect(data).toMatchObject([
      {
        descriptor: { name: 'db.client.connection.count', unit: '{connection}' },
        dataPointType: DataPointType.SUM,
        isMonotonic: false,
        dataPoints: [
          { attributes: { ...pool, 'db.client.connection.state': 'idle' }, value: 2 },
          { attributes: { ...pool, 'db.client.connection.state': 'used' }, value: 3 },
        ],
      },
      {
        descriptor: { name: 'db.client.connection.pending_requests' },
        dataPoints: [{ attributes: pool, value: 1 }],
      },
      {
        descriptor: { name: 'db.client.connection.wait_time', unit: 's' },
        dataPoints: [{ attributes: pool, value: { sum: 0.2, count: 1 } }],
      },
    ]);
  });
});
