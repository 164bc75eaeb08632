import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get } from '@nestjs/common';
import { Tracing } from 'nestjs-telemetry';
import { type ObservedApplication, startObserved } from '../observed-application.js';
import { OtlpReceiver } from '../otlp/otlp-receiver.js';
import { describeWith } from '../test-server.js';
import { PrometheusServer } from './prometheus-server.js';
import { scrape } from './scrape.js';

@Controller('cats')
class CatsController {
  @Get('slow')
  async slow(): Promise<string> {
    await delay(300);
    return 'at last';
  }

  @Get('broken')
  broken(): string {
    throw new Error('no cats');
  }

  @Get(':id')
  find(): string {
    return 'a cat';
  }
}

describeWith('prometheus', 'a real Prometheus', () => {
  let receiver: OtlpReceiver;
  let observed: ObservedApplication;
  let prometheus: PrometheusServer;

  beforeAll(async () => {
    receiver = await OtlpReceiver.start();
    observed = await startObserved(
      'express',
      { controllers: [CatsController] },
      {
        tracing: { exporter: { type: 'otlp', endpoint: receiver.endpoint } },
        logging: { level: 'fatal', destination: { write: () => true } },
      },
    );
    // A rate counts from a series' first scrape on: they are all there when Prometheus comes.
    await traffic();
    prometheus = await PrometheusServer.start(`${observed.url}/metrics`);
    for (let tries = 0; tries < 100 && !(await hasRates()); tries++) await traffic();
    await observed.app.get(Tracing).flush();
  }, 60_000);

  afterAll(async () => {
    await prometheus?.stop();
    await observed?.close();
    await receiver?.close();
  });

  const traffic = () =>
    Promise.all(['1', '2', '3', 'broken', 'slow'].map((cat) => scrape(`${observed.url}/cats/${cat}`)));

  const hasRates = async (): Promise<boolean> =>
    ((await prometheus.value('rate(http_requests_total{endpoint="/cats/slow"}[1m])')) ?? 0) > 0 &&
    ((await prometheus.value('max(count_over_time(up[1m]))')) ?? 0) >= 5;

  it('scrapes without complaint', async () => {
    expect(await prometheus.target()).toMatchObject({ health: 'up', lastError: '' });
    expect(await prometheus.value('up')).toBe(1);
    expect((await prometheus.query('http_requests_total')).map(({ metric }) => metric['endpoint']).sort()).toEqual(
      ['/cats/:id', '/cats/broken', '/cats/slow'], // prettier-ignore
    );
  });

  it('tells rates and errors', async () => {
    const rate = (labels: string): string => `sum(rate(http_requests_total{${labels}}[1m]))`;
    expect(await prometheus.value(rate('endpoint="/cats/:id",status_code="200"'))).toBeGreaterThan(0);
    // Three of the first kind for one of the other; a scrape may come in between.
    const perBroken = await prometheus.value(`${rate('endpoint="/cats/:id"')} / ${rate('endpoint="/cats/broken"')}`);
    expect(perBroken).toBeGreaterThan(2);
    expect(perBroken).toBeLessThan(4);
    expect(await prometheus.value(rate('status_code="500",endpoint!="/cats/broken"'))).toBeUndefined();
  });

  it('tells the 99th percentile', async () => {
    const p99 = (await prometheus.value(
      'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{endpoint="/cats/slow"}[1m])))',
    )) as number;
    // What takes 300 ms is above the bucket of 250, and in or below the highest bucket that is in use.
    const { text } = await scrape(`${observed.url}/metrics`);
    const buckets = [
      ...text.matchAll(/^http_request_duration_seconds_bucket\{le="(.*?)".*"\/cats\/slow".*\} (\d+)$/gm),
    ];
    const all = buckets.at(-1)?.[2];
    const highest = Number(buckets.find(([, , count]) => count === all)?.[1]);
    expect(p99).toBeGreaterThan(0.25);
    expect(p99).toBeLessThanOrEqual(highest);
  });

  it('leads by exemplars to traces that were exported', async () => {
    const found = await prometheus.exemplars('http_request_duration_seconds_bucket');
    expect(found.length).toBeGreaterThanOrEqual(3);
    const spans = new Map(receiver.spans.map((span) => [span.spanId, span]));
    for (const { seriesLabels, exemplars } of found) {
      expect(exemplars.length).toBeGreaterThan(0);
      for (const { labels, value } of exemplars) {
        const span = spans.get(labels['span_id'] ?? '');
        expect(span?.traceId).toBe(labels['trace_id']);
        expect(span?.attributes.get('http.route')).toBe(seriesLabels['endpoint']);
        expect(Number(value)).toBeGreaterThan(0);
      }
    }
  });
});
