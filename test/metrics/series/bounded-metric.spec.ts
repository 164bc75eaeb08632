import { capped, megabytesHeldBy, sum } from './capped-metrics.js';

const MANY = 100_000;
const OVERFLOW = '{otel_metric_overflow="true"}';

describe("the cap on a user's metric", () => {
  it('adds up in one series what a label with 100,000 values would make, and says so once', async () => {
    const { metrics, reports, samples } = capped(2_000);
    const orders = metrics.counter('orders_total', { labels: ['channel', 'user'] });
    const held = await megabytesHeldBy(() => {
      for (let at = 0; at < MANY; at++) orders.inc({ channel: at % 2 === 0 ? 'web' : 'app', user: `u${at}` }, 2);
    });
    const counted = await samples('orders_total');
    expect(counted.size).toBe(2_001);
    expect(sum(counted)).toBe(2 * MANY);
    expect(counted.get(OVERFLOW)).toBe(2 * (MANY - 2_000));
    expect(held).toBeLessThan(5);
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatch(/orders_total has 2000 series.*label "user" grows: it has 2000 different values/);
    expect(await samples('telemetry_series_overflowed_total')).toEqual(
      new Map([['{metric="orders_total"}', MANY - 2_000]]),
    );
  });

  it('bounds histograms and summaries by every way to observe', async () => {
    const { metrics, reports, samples } = capped(10);
    const seconds = metrics.histogram('job_seconds', { labels: ['job'], buckets: [1, 5] });
    const sizes = metrics.summary('sizes', { labels: ['kind'], percentiles: [0.5] });
    const held = await megabytesHeldBy(() => {
      for (let at = 0; at < MANY; at++) {
        seconds.observe({ job: `j${at}` }, 2);
        if (at % 100 !== 0) continue;
        seconds.labels({ job: `l${at}` }).observe(2);
        seconds.labels(`p${at}`).startTimer()();
        seconds.startTimer({ job: `t${at}` })();
        seconds.zero({ job: `z${at}` });
        sizes.observe({ kind: `k${at}` }, 1);
        sizes.labels(`k${at}`).observe(1);
      }
    });
    const counts = await samples('job_seconds_count');
    expect([counts.size, sum(counts)]).toEqual([11, MANY + 3 * 1_000]);
    const observed = await samples('sizes_count');
    expect([observed.size, sum(observed), observed.get(OVERFLOW)]).toEqual([11, 2_000, 1_980]);
    expect(held).toBeLessThan(5);
    expect(reports).toHaveLength(2);
  });

  it('keeps the total of a histogram exact, bucket by bucket', async () => {
    const { metrics, samples } = capped(3);
    const seconds = metrics.histogram('job_seconds', { labels: ['job'], buckets: [1, 5] });
    for (let at = 0; at < 1_000; at++) seconds.observe({ job: `j${at}` }, at % 2 === 0 ? 0.5 : 3);
    expect(sum(await samples('job_seconds_count'))).toBe(1_000);
    expect(sum(await samples('job_seconds_sum'))).toBe(500 * 0.5 + 500 * 3);
    const buckets = await samples('job_seconds_bucket');
    expect([...buckets].filter(([labels]) => labels.includes('overflow')).map(([, value]) => value)).toEqual([
      498, 997, 997,
    ]);
  });

  it('keeps what a gauge adds up exact', async () => {
    const { metrics, samples } = capped(5);
    const open = metrics.gauge('connections', { labels: ['peer'] });
    for (let at = 0; at < 100; at++) open.inc({ peer: `p${at}` });
    for (let at = 0; at < 100; at += 2) open.labels(`p${at}`).dec();
    expect(sum(await samples('connections'))).toBe(50);
    expect((await samples('connections')).size).toBe(6);
  });

  it('has room again for what is removed or reset', async () => {
    const { metrics, samples } = capped(2);
    const orders = metrics.counter('orders_total', { labels: ['channel'] });
    for (const channel of ['a', 'b', 'c']) orders.inc({ channel });
    orders.remove({ channel: 'a' });
    orders.inc({ channel: 'd' });
    expect([...(await samples('orders_total')).keys()].sort()).toEqual(['{channel="b"}', '{channel="d"}', OVERFLOW]);
    orders.reset();
    for (const channel of ['x', 'y']) orders.labels(channel).inc();
    expect([...(await samples('orders_total')).keys()].sort()).toEqual(['{channel="x"}', '{channel="y"}']);
  });

  it('leaves the checks of prom-client in place, and reports what they find', async () => {
    const { metrics, reports, samples } = capped(2);
    const orders = metrics.counter('orders_total', { labels: ['channel'] });
    orders.inc({ chanel: 'a' } as never);
    orders.labels('a', 'b').inc();
    metrics
      .gauge('g', { labels: ['a'] })
      .labels({ b: 1 } as never)
      .set(1);
    expect(reports).toEqual(['The metric orders_total could not take a value', 'The metric g could not take a value']);
    expect((await samples('orders_total')).size).toBe(0);
  });
});
