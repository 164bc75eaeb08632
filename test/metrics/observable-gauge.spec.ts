import { setImmediate as turn } from 'node:timers/promises';
import { capped } from './series/capped-metrics.js';

describe('Metrics.observableGauge', () => {
  it('asks for its values at each scrape, and forgets what is not mentioned any more', async () => {
    const { metrics, samples } = capped(10);
    let queues = ['mail', 'print'];
    metrics.observableGauge('depth', {
      labels: ['queue'],
      collect: (observe) => queues.forEach((queue, at) => observe(at + 1, { queue })),
    });
    expect(await samples('depth')).toEqual(new Map([['{queue="mail"}', 1], ['{queue="print"}', 2]])); // prettier-ignore
    queues = ['print'];
    expect(await samples('depth')).toEqual(new Map([['{queue="print"}', 1]]));
  });

  it('is one gauge to which every module adds what it knows', async () => {
    const { metrics, samples } = capped(10);
    const first = metrics.observableGauge('depth', { labels: ['q'], collect: (observe) => observe(1, { q: 'a' }) });
    const collect = async (observe: (value: number, labels: { q: string }) => void) => {
      await turn();
      observe(2, { q: 'b' });
    };
    expect(metrics.observableGauge('depth', { labels: ['q'], collect })).toBe(first);
    expect(metrics.observableGauge('depth', { labels: ['q'], collect })).toBe(first);
    const scrapes = await Promise.all([samples('depth'), samples('depth'), samples('depth')]);
    for (const scrape of scrapes) expect(scrape).toEqual(new Map([['{q="a"}', 1], ['{q="b"}', 2]])); // prettier-ignore
  });

  it('survives a callback that fails and a value that is none', async () => {
    const { metrics, samples, reports } = capped(10);
    metrics.observableGauge('users', { collect: () => Promise.reject(new Error('down')) });
    metrics.observableGauge('users', { collect: (observe) => observe('many' as never) });
    metrics.observableGauge('users', { collect: (observe) => observe(7) });
    expect(await samples('users')).toEqual(new Map([['', 7]]));
    expect(reports).toHaveLength(2);
  });

  it('is bounded like every other metric', async () => {
    const { metrics, samples, reports } = capped(5);
    const collect = (observe: (value: number, labels: { peer: string }) => void) => {
      for (let at = 0; at < 100; at++) observe(1, { peer: `p${at}` });
    };
    metrics.observableGauge('peers', { labels: ['peer'], collect });
    for (let scrape = 0; scrape < 2; scrape++) expect((await samples('peers')).size).toBe(6);
    expect(reports).toHaveLength(1);
  });

  it('conflicts with a gauge that is set by hand', () => {
    const { metrics } = capped(5);
    metrics.observableGauge('users', { collect: () => undefined });
    expect(() => metrics.gauge('users')).toThrow(
      'The metric users is an observable gauge without labels and was asked for as a gauge without labels.',
    );
  });
});

describe('Metrics.remove', () => {
  it('takes a metric off the endpoint and frees its name', async () => {
    const { metrics, registry, samples } = capped(5);
    metrics.counter('things_total').inc();
    expect(metrics.remove('things_total')).toBe(true);
    expect(await registry.metrics()).not.toContain('things_total');
    metrics.gauge('things_total').set(3);
    expect(await samples('things_total')).toEqual(new Map([['', 3]]));
  });

  it("leaves alone what is not the user's", async () => {
    const { metrics, registry } = capped(5);
    expect([metrics.remove('http_requests_total'), metrics.remove('unheard_of')]).toEqual([false, false]);
    expect(await registry.metrics()).toContain('http_requests_total');
    expect(() => metrics.counter('http_requests_total')).toThrow(/http_requests_total .*from elsewhere/);
  });
});
