// Checked by the compiler alone: a metric's labels are known by name.
import type { Counter, Gauge, Histogram, Summary } from 'prom-client';
import type { Metrics, TelemetryOptions } from 'nestjs-telemetry';

export function labelsAreTyped(metrics: Metrics): void {
  const orders = metrics.counter('orders_total', { labels: ['channel', 'country'] });
  orders.inc({ channel: 'web', country: 'de' });
  orders.labels('web', 'de').inc(2);
  // @ts-expect-error There is no such label.
  orders.inc({ chanel: 'web' });
  // @ts-expect-error There is no such label.
  orders.labels({ chanel: 'web' }).inc();

  const plain = metrics.gauge('queue_length');
  plain.set(3);
  plain.inc();
  // @ts-expect-error It has no labels.
  plain.inc({ queue: 'mail' });
  // @ts-expect-error It has no labels.
  plain.set({ queue: 'mail' }, 3);
  // @ts-expect-error It has no labels.
  metrics.counter('plain_total').inc({ channel: 'web' }, 2);
  // @ts-expect-error It has no labels.
  metrics.counter('plain_total', { labels: [] }).inc({ channel: 'web' });
  // @ts-expect-error It has no labels.
  metrics.histogram('plain_seconds').observe({ job: 'mail' }, 1);
  // @ts-expect-error It has no labels.
  metrics.summary('plain_sizes').startTimer({ kind: 'a' });
  // The types that prom-client's users know.
  const known: readonly [Counter, Gauge, Histogram, Summary] = [
    orders,
    plain,
    metrics.histogram('plain_seconds'),
    metrics.summary('plain_sizes'),
  ];
  void known;

  const seconds = metrics.histogram('job_seconds', { labels: ['job'], buckets: [1, 5] });
  seconds.observe({ job: 'mail' }, 1);
  // @ts-expect-error There is no such label.
  seconds.startTimer({ jop: 'mail' });
  // @ts-expect-error Buckets are numbers.
  metrics.histogram('other_seconds', { buckets: ['1'] });

  metrics.timer(seconds, { job: 'mail' })();
  metrics.timer('other_seconds', { job: 'mail' })();
  // @ts-expect-error There is no such label.
  metrics.timer(seconds, { jop: 'mail' });
  // @ts-expect-error There is no such label.
  metrics.timer(seconds)({ jop: 'mail' });

  metrics.observableGauge('depth', { labels: ['queue'], collect: (observe) => observe(1, { queue: 'mail' }) });
  metrics.observableGauge('users', { collect: (observe) => observe(1) });
  // @ts-expect-error There is no such label.
  metrics.observableGauge('depth', { labels: ['queue'], collect: (observe) => observe(1, { cue: 'mail' }) });
  // @ts-expect-error It has no labels.
  metrics.observableGauge('users', { collect: (observe) => observe(1, { role: 'admin' }) });
  // @ts-expect-error No such result.
  metrics.recordCacheOperation('redis', 'get', 'found', 1);

  const sizes = metrics.summary('sizes', { labels: ['kind'], percentiles: [0.5] });
  // @ts-expect-error There is no such label.
  sizes.observe({ sort: 'a' }, 1);
  // @ts-expect-error A counter has no buckets.
  metrics.counter('bucketed_total', { buckets: [1] });
}

export const options: TelemetryOptions[] = [
  {},
  { tracing: { exporter: ['otlp', 'console'] }, http: { trustProxy: ['loopback'] } },
  // @ts-expect-error No such exporter.
  { tracing: { exporter: 'jeager' } },
  // @ts-expect-error No such option.
  { tracing: { exporters: 'otlp' } },
  // @ts-expect-error No such level.
  { logging: { level: 'warning' } },
];
