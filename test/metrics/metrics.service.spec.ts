import { Counter, type Metric, Registry } from 'prom-client';
import { Metrics, TelemetryError } from 'nestjs-telemetry';

type Kind = 'counter' | 'gauge' | 'histogram' | 'summary';
const KINDS: readonly Kind[] = ['counter', 'gauge', 'histogram', 'summary'];

function create(): { metrics: Metrics; registry: Registry } {
  const registry = new Registry();
  return { metrics: new Metrics(registry), registry };
}

function conflict(ask: () => unknown): TelemetryError {
  try {
    ask();
  } catch (error) {
    return error as TelemetryError;
  }
  throw new Error('There was no conflict.');
}

describe('Metrics', () => {
  it.each(KINDS)('gives the same %s for the same name, whatever the order of labels', (kind) => {
    const { metrics } = create();
    const first: Metric = metrics[kind]('things', { help: 'Things', labels: ['a', 'b'] });
    expect(metrics[kind]('things', { labels: ['b', 'a'] })).toBe(first);
    expect(metrics[kind]('other')).not.toBe(first);
  });

  it.each(KINDS)('registers a %s on its own registry alone, with its name as help by default', async (kind) => {
    const [one, other] = [create(), create()];
    one.metrics[kind]('things');
    expect(await one.registry.metrics()).toContain('# HELP things things\n# TYPE things ' + kind);
    expect(await other.registry.metrics()).not.toContain('things');
  });

  it.each<[Kind, readonly string[], Kind, readonly string[], string]>([
    ['counter', [], 'gauge', [], 'is a counter without labels and was asked for as a gauge without labels'],
    ['counter', ['a'], 'counter', [], 'is a counter with labels a and was asked for as a counter without labels'],
    [
      'gauge',
      ['a', 'b'],
      'gauge',
      ['a', 'c'],
      'is a gauge with labels a, b and was asked for as a gauge with labels a, c',
    ],
    [
      'histogram',
      ['a'],
      'summary',
      ['a', 'b'],
      'is a histogram with labels a and was asked for as a summary with labels a, b',
    ],
    [
      'counter',
      ['a', 'a'],
      'counter',
      ['a', 'b'],
      'is a counter with labels a and was asked for as a counter with labels a, b',
    ],
  ])('%s %j and %s %j conflict', (kind, labels, other, otherLabels, expected) => {
    const { metrics } = create();
    metrics[kind]('things', { labels });
    const error = conflict(() => metrics[other]('things', { labels: otherLabels }));
    expect(error).toBeInstanceOf(TelemetryError);
    expect([error.code, error.what]).toEqual(['METRIC_CONFLICT', `The metric things ${expected}.`]);
  });

  it('remembers the labels as they were', () => {
    const { metrics } = create();
    const labels = ['a'];
    const first = metrics.counter('things_total', { labels });
    labels.push('b');
    expect(metrics.counter('things_total', { labels: ['a'] })).toBe(first);
  });

  it('counts, sets, times and sizes what it is told', async () => {
    const { metrics, registry } = create();
    metrics.counter('orders_total', { help: 'Orders placed', labels: ['channel'] }).inc({ channel: 'web' }, 2);
    metrics.gauge('queue_length').set(3);
    metrics.histogram('job_seconds', { buckets: [1, 5] }).observe(2);
    metrics.summary('sizes', { percentiles: [0.5], maxAgeSeconds: 60 }).observe(10);
    const lines = (await registry.metrics()).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        '# HELP orders_total Orders placed',
        'orders_total{channel="web"} 2',
        'queue_length 3',
        'job_seconds_bucket{le="1"} 0',
        'job_seconds_bucket{le="5"} 1',
        'job_seconds_count 1',
        'sizes{quantile="0.5"} 10',
      ]),
    );
    expect(lines.filter((line) => line.includes('job_seconds_bucket'))).toHaveLength(3);
  });

  it('leaves the lists that it was given alone', () => {
    const buckets = [1, 5];
    const labels = ['b', 'a'];
    const percentiles = [0.9, 0.5];
    const { metrics } = create();
    metrics.histogram('job_seconds', { buckets: Object.freeze(buckets), labels: Object.freeze(labels) });
    metrics.summary('sizes', { percentiles: Object.freeze(percentiles) });
    metrics.histogram('waits_seconds', { buckets: [...buckets], labels: [...labels] }).observe({ a: '1', b: '2' }, 3);
    expect([buckets, labels, percentiles]).toEqual([
      [1, 5],
      ['b', 'a'],
      [0.9, 0.5],
    ]);
  });

  it('says that a name is taken by a metric made elsewhere', () => {
    const { metrics, registry } = create();
    registry.registerMetric(new Counter({ name: 'theirs_total', help: 'x', registers: [] }));
    expect(() => metrics.counter('theirs_total')).toThrow(/theirs_total/);
    expect(() => metrics.gauge('not a name')).toThrow(/Invalid metric name/);
  });
});
