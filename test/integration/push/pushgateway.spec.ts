import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Controller, Get } from '@nestjs/common';
import type { TelemetryOptions } from 'nestjs-telemetry';
import { PeriodicPush } from '../../../lib/metrics/push/periodic-push.js';
import { pushgatewayPush } from '../../../lib/metrics/push/pushgateway.push.js';
import { startObserved } from '../observed-application.js';
import { describeWith } from '../test-server.js';
import { PushgatewayServer } from './pushgateway-server.js';

const ORDERS = 7;

@Controller('ping')
class PingController {
  @Get()
  ping(): string {
    return 'pong';
  }
}

describeWith('prometheus-pushgateway', 'a real Pushgateway', () => {
  let gateway: PushgatewayServer;
  beforeEach(async () => {
    gateway = await PushgatewayServer.start();
  });
  afterEach(() => gateway.close());

  it('holds the last values of a process that SIGTERM ended before its first interval', async () => {
    const options: TelemetryOptions = {
      service: { name: 'orders' },
      logging: { level: 'error' },
      metrics: { pushgateway: { url: gateway.url, groupings: { instance: 'one' }, intervalMs: 3_600_000 } },
    };
    const child = fork(fileURLToPath(new URL('./pushing-process.ts', import.meta.url)), [JSON.stringify(options)], {
      execArgv: ['--import', new URL('../../typescript-loader.mjs', import.meta.url).href],
    });
    const [{ url }] = (await once(child, 'message')) as [{ url: string }];
    for (let n = 0; n < ORDERS; n++) await (await fetch(`${url}/orders`, { headers: { connection: 'close' } })).text();
    expect(await gateway.series('orders')).toEqual(new Map());
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await exited).toEqual([null, 'SIGTERM']);

    const series = await gateway.series('orders');
    const labels = 'instance="one",job="orders"';
    expect(series.get(`orders_placed_total{channel="web",${labels}}`)).toBe(ORDERS);
    expect(series.get(`http_requests_total{endpoint="/orders",${labels},method="GET",status_code="200"}`)).toBe(ORDERS);
    expect(
      series.get(`http_request_duration_seconds_count{endpoint="/orders",${labels},method="GET",status_code="200"}`),
    ).toBe(ORDERS);
    expect(series.has(`process_cpu_seconds_total{${labels}}`)).toBe(true);
  }, 30_000);

  it('replaces what it holds at each push, and a push is no request of the application', async () => {
    const observed = await startObserved(
      'express',
      { controllers: [PingController] },
      {
        service: { name: 'ping' },
        http: { outgoing: true },
        metrics: { pushgateway: { url: gateway.url, intervalMs: 20 } },
      },
    );
    const pushed = async () =>
      (await observed.series('telemetry_metric_pushes_total{target="pushgateway",result="success"}')) ?? 0;
    const pushes = await pushed();
    for (let tries = 0; tries < 500 && (await pushed()) < pushes + 3; tries++) {
      await (await fetch(`${observed.url}/ping`)).text();
    }
    expect(await pushed()).toBeGreaterThanOrEqual(pushes + 3);
    const all = await observed.series('http_requests_total{method="GET",endpoint="/ping",status_code="200"}');
    const own = await observed.seriesNames();
    await observed.close();
    const series = await gateway.series('ping');
    expect(
      series.get('http_requests_total{endpoint="/ping",instance="",job="ping",method="GET",status_code="200"}'),
    ).toBe(all);
    expect(own.filter((name) => name.includes(`method="PUT"`))).toEqual([]);
  });
});

describe('a Pushgateway that misbehaves', () => {
  it.each([
    ['never answers', ''],
    ['never finishes its answer', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nslo'],
  ])('is given up when it %s, and its connection is closed', async (_how, answer) => {
    const closed: Promise<unknown>[] = [];
    const server = createTcpServer((socket) => {
      closed.push(
        once(
          socket.on('error', () => undefined),
          'close',
        ),
      );
      socket.once('data', () => socket.write(answer));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const faults: unknown[] = [];
    const target = pushgatewayPush(
      { url: `http://127.0.0.1:${port}`, jobName: 'job', groupings: {}, headers: {}, intervalMs: 1 },
      () => Promise.resolve('up 1\n'),
    );
    await new PeriodicPush(target, (_what, error) => faults.push((error as Error).message), 100).now();
    expect(faults).toEqual(['no answer within 100 ms']);
    expect(closed).toHaveLength(1);
    await closed[0];
    server.close();
  });

  it('is reported when it refuses, and the application ends all the same', async () => {
    const server = createServer((request, response) =>
      request.resume().on('end', () => response.writeHead(400).end('no such job')),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const observed = await startObserved(
      'fastify',
      { controllers: [PingController] },
      { metrics: { pushgateway: { url: `http://127.0.0.1:${port}`, intervalMs: 3_600_000 } } },
    );
    await observed.close();
    server.closeAllConnections();
    server.close();
    const warnings = observed.lines().filter(({ level }) => level === 'warn');
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('Metrics could not be pushed to pushgateway: Error: push failed with status 400'),
      expect.stringMatching(/^Telemetry was lost: 1 metrics push for pushgateway at http:/),
    ]);
  });
});
