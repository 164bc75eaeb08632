import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Controller, Get } from '@nestjs/common';
import { Metrics, TelemetryError } from 'nestjs-telemetry';
import { MetricsEndpoint } from '../../../lib/metrics/endpoint/metrics-endpoint.js';
import { turns } from '../../until.js';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { scrape } from './scrape.js';

const HOST = '127.0.0.1';

@Controller('metrics')
class MetricsController {
  @Get()
  figures(): string {
    return 'figures of the business';
  }
}

describe.each(ADAPTERS)('metrics on a port of their own, beside %s', (adapter) => {
  let observed: ObservedApplication | undefined;
  let blocker: Server | undefined;
  const start = async (port = 0): Promise<string> => {
    observed = await startObserved(
      adapter,
      { controllers: [MetricsController] },
      { metrics: { endpoint: { port, host: HOST } } },
    );
    return `http://${HOST}:${observed.app.get(MetricsEndpoint).port}`;
  };
  afterEach(async () => {
    await observed?.close();
    observed = undefined;
    blocker?.close();
    blocker = undefined;
  });

  it('serves them there alone, and leaves the path to the application', async () => {
    const own = await start();
    const url = observed?.url ?? '';
    expect(own).not.toBe(url);
    expect((await scrape(`${url}/metrics`)).text).toBe('figures of the business');
    const { status, text } = await scrape(`${own}/metrics?x=1`);
    expect(status).toBe(200);
    // A path that is the application's is observed like any other.
    expect(text).toContain('http_requests_total{method="GET",endpoint="/metrics",status_code="200"} 1\n');
  });

  it('knows nothing but its path, to be read', async () => {
    const own = await start();
    expect((await scrape(`${own}/`)).status).toBe(404);
    const { status, headers } = await scrape(`${own}/metrics`, {}, 'POST');
    expect([status, headers['allow']]).toEqual([405, 'GET, HEAD']);
    expect((await scrape(`${own}/metrics`, {}, 'HEAD')).status).toBe(200);
  });

  it('ends with the application, scrapes in progress first', async () => {
    const own = await start();
    let release = (): void => undefined;
    const slow = new Promise<void>((resolve) => (release = resolve));
    const gauge = observed?.app.get(Metrics).gauge('slow');
    const collecting = new Promise<void>((resolve) => {
      const collect = () => (resolve(), slow);
      Object.assign(gauge ?? {}, { collect });
    });
    const scraped = scrape(`${own}/metrics`);
    await collecting;
    const closed = observed?.close();
    await turns();
    release();
    expect((await scraped).text).toContain('slow 0');
    await closed;
    observed = undefined;
    await expect(scrape(`${own}/metrics`)).rejects.toThrow('ECONNREFUSED');
  });

  it('does not wait for connections that say nothing', async () => {
    const own = await start();
    const socket = connect(Number(new URL(own).port), HOST);
    await new Promise((resolve) => socket.once('connect', resolve));
    const gone = new Promise((resolve) => socket.once('close', resolve));
    await observed?.close();
    observed = undefined;
    await gone;
    expect(socket.destroyed).toBe(true);
  });

  it('stops the application at start when the port is taken, naming it', async () => {
    blocker = createServer();
    await new Promise<void>((resolve) => blocker?.listen(0, HOST, resolve));
    const { port } = blocker.address() as AddressInfo;
    const failure = await start(port).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TelemetryError);
    expect(failure).toMatchObject({
      code: 'PORT_UNAVAILABLE',
      what: `The metrics cannot be served at ${HOST}, port ${port}: EADDRINUSE.`,
    });
  });
});
