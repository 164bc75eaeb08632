import { gunzipSync } from 'node:zlib';
import { Controller, Get, type INestApplication } from '@nestjs/common';
import { Metrics, type MetricsEndpointOptions } from 'nestjs-telemetry';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { scrape } from './scrape.js';

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';
const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
/** What Prometheus 2.42 and 3 send. */
const PROMETHEUS_2 =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
const PROMETHEUS_3 =
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1';

@Controller('cats')
class CatsController {
  @Get(':id')
  find(): string {
    return 'a cat';
  }
}

describe.each(ADAPTERS)('the metrics endpoint on %s', (adapter) => {
  let observed: ObservedApplication | undefined;

  async function start(
    endpoint: string | false | MetricsEndpointOptions = {},
    prepare?: (app: INestApplication) => void,
  ): Promise<string> {
    observed = await startObserved(adapter, { controllers: [CatsController] }, { metrics: { endpoint } }, prepare);
    return observed.url;
  }
  afterEach(async () => {
    await observed?.close();
    observed = undefined;
  });

  it.each([
    [undefined, TEXT],
    ['*/*', TEXT],
    ['text/html,application/xhtml+xml', TEXT],
    ['text/plain', TEXT],
    [PROMETHEUS_2, OPEN_METRICS],
    [PROMETHEUS_3, OPEN_METRICS],
    ['application/openmetrics-text;q=0.2,text/plain;q=0.8', TEXT],
    ['application/openmetrics-text;version=1.0.0;q=0,*/*', TEXT],
  ])('answers Accept %s with %s', async (accept, contentType) => {
    const url = await start();
    await scrape(`${url}/cats/1`);
    const { status, headers, text } = await scrape(`${url}/metrics`, accept === undefined ? {} : { accept });
    expect([status, headers['content-type'], headers['vary']]).toEqual([200, contentType, 'Accept, Accept-Encoding']);
    const openMetrics = contentType === OPEN_METRICS;
    expect(text).toContain(`# TYPE http_requests${openMetrics ? '' : '_total'} counter\n`);
    expect(text).toContain('http_requests_total{method="GET",endpoint="/cats/:id",status_code="200"} 1\n');
    expect(text.endsWith('\n# EOF\n')).toBe(openMetrics);
  });

  it('serves one format after the other from the same metrics', async () => {
    const url = await start();
    observed?.app.get(Metrics).counter('orders_total', { help: 'Orders' }).inc(3);
    for (const accept of ['text/plain', PROMETHEUS_2, 'text/plain', PROMETHEUS_2]) {
      const { text } = await scrape(`${url}/metrics`, { accept });
      const family = accept === PROMETHEUS_2 ? 'orders' : 'orders_total';
      expect(text).toContain(`# HELP ${family} Orders\n# TYPE ${family} counter\norders_total 3\n`);
    }
  });

  it.each([
    ['gzip', true],
    ['gzip, deflate, br', true],
    ['gzip;q=0', false],
    ['deflate', false],
    [undefined, false],
  ])('with Accept-Encoding %s, compressed: %s', async (encoding, zipped) => {
    const url = await start();
    const { headers, body } = await scrape(
      `${url}/metrics`,
      encoding === undefined ? {} : { 'accept-encoding': encoding },
    );
    expect(headers['content-encoding']).toBe(zipped ? 'gzip' : undefined);
    expect(headers['content-length']).toBe(String(body.length));
    expect((zipped ? gunzipSync(body) : body).toString()).toContain('# TYPE http_requests_total counter');
  });

  it('does not compress when that is switched off', async () => {
    const { headers } = await scrape(`${await start({ gzip: false })}/metrics`, { 'accept-encoding': 'gzip' });
    expect(headers['content-encoding']).toBeUndefined();
  });

  it('answers HEAD with the same headers and no body, and collects nothing', async () => {
    const url = await start();
    let collected = 0;
    Object.assign(observed?.app.get(Metrics).gauge('asked') ?? {}, { collect: () => void collected++ });
    const { status, headers, body } = await scrape(`${url}/metrics`, { accept: PROMETHEUS_2 }, 'HEAD');
    expect([status, headers['content-type'], body.length, collected]).toEqual([200, OPEN_METRICS, 0, 0]);
    await scrape(`${url}/metrics`);
    expect(collected).toBe(1);
  });

  it('has its path outside the global prefix, and observes no scrape', async () => {
    const url = await start('/internal/metrics', (app) => app.setGlobalPrefix('api'));
    await scrape(`${url}/internal/metrics`);
    const { text } = await scrape(`${url}/internal/metrics`);
    expect(text).toContain('# TYPE http_requests_total counter');
    expect(text).not.toContain('endpoint="');
    expect((await scrape(`${url}/metrics`)).status).toBe(404);
  });

  it('is not there when it is switched off', async () => {
    expect((await scrape(`${await start(false)}/metrics`)).status).toBe(404);
  });

  it('serves what it has when one metric cannot be collected, and says so', async () => {
    const url = await start();
    const metrics = observed?.app.get(Metrics) as Metrics;
    const broken = metrics.gauge('broken');
    Object.assign(broken, { collect: () => Promise.reject(new Error('no database')) });
    metrics.gauge('sound').set(1);
    const { status, text } = await scrape(`${url}/metrics`);
    expect([status, text.includes('sound 1'), text.includes('broken')]).toEqual([200, true, false]);
    expect(observed?.lines().map(({ message }) => message)).toContainEqual(
      expect.stringContaining('The metric broken could not be collected: Error: no database'),
    );
  });
});
