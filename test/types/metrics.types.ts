// Checked by the compiler alone: a metric's labels are known by name.
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

  const seconds = metrics.histogram('job_seconds', { labels: ['job'], buckets: [1, 5] });
  seconds.observe({ job: 'mail' }, 1);
  // @ts-expect-error There is no such label.
  seconds.startTimer({ jop: 'mail' });
  // @ts-expect-error Buckets are numbers.
  metrics.histogram('other_seconds', { buckets: ['1'] });

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
