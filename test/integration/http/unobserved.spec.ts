import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CanActivate, Controller, Get, Injectable } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import express from 'express';
import { Span } from 'nestjs-telemetry';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { rawGet, statusOf } from './raw-request.js';

@Injectable()
class Works {
  @Span('work')
  work(): string {
    return 'done';
  }
}

let peer = '';

@Controller()
class WorkController {
  constructor(private readonly works: Works) {}

  @Get('health')
  async health(): Promise<string> {
    this.works.work();
    await new Promise((resolve) => setImmediate(resolve));
    await (await fetch(peer)).text();
    return this.works.work();
  }

  @Get('orders')
  orders(): string {
    return this.works.work();
  }
}

@Injectable()
class WorkingGuard implements CanActivate {
  constructor(private readonly works: Works) {}

  canActivate(): boolean {
    this.works.work();
    return true;
  }
}

describe.each(ADAPTERS)('a request that is not observed on %s', (adapter) => {
  let observed: ObservedApplication | undefined;
  let server: Server;
  const traceparents: unknown[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      traceparents.push(request.headers['traceparent']);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    peer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());
  afterEach(async () => {
    await observed?.close();
    observed = undefined;
    traceparents.length = 0;
  });

  const metadata = { controllers: [WorkController], providers: [Works, WorkingGuard] };

  it('starts no trace in what its handler does, and hands none on', async () => {
    observed = await startObserved(adapter, metadata, { http: { ignorePaths: ['/health'], outgoing: true } });
    expect(statusOf(await rawGet(observed.port, '/health'))).toBe(200);
    expect(await observed.spans()).toEqual([]);
    expect(observed.requestLines()).toEqual([]);
    expect(traceparents).toEqual([undefined]);
    await rawGet(observed.port, '/orders');
    await observed.serverSpans(1);
    expect((await observed.spans()).map(({ name }) => name)).toEqual(['work', 'GET /orders']);
  });

  it.each(['/HEALTH', '/health/', '/health?full=1', 'http://test/health', '/health//', 'HTTP://TEST:80/Health/?a'])(
    'is recognised in the form %s',
    async (target) => {
      observed = await startObserved(adapter, metadata, { http: { ignorePaths: ['/health'] } });
      await rawGet(observed.port, target);
      await rawGet(observed.port, '/orders');
      expect((await observed.serverSpans(1)).map(({ name }) => name)).toEqual(['GET /orders']);
    },
  );

  it('is a scrape, whatever its guard does', async () => {
    observed = await startObserved(adapter, metadata, { metrics: { endpoint: { guard: WorkingGuard } } });
    expect(statusOf(await rawGet(observed.port, '/metrics'))).toBe(200);
    expect(await observed.spans()).toEqual([]);
  });

  it('is a scrape on a port for metrics alone', async () => {
    observed = await startObserved(adapter, metadata, {
      metrics: { endpoint: { port: 0, host: '127.0.0.1', guard: WorkingGuard } },
    });
    expect(await observed.spans()).toEqual([]);
  });

  it('is a look at the log levels', async () => {
    observed = await startObserved(adapter, metadata, { logging: { levelEndpoint: { guard: WorkingGuard } } });
    expect(statusOf(await rawGet(observed.port, '/log-level'))).toBe(200);
    expect(await observed.spans()).toEqual([]);
    expect(observed.requestLines()).toEqual([]);
  });

  it('has the path of a target in absolute form', async () => {
    observed = await startObserved(adapter, metadata);
    await rawGet(observed.port, 'http://elsewhere.test/orders?secret=1');
    const [span] = await observed.serverSpans(1);
    expect(span?.attributes).toMatchObject({ 'url.path': '/orders', 'http.route': '/orders' });
  });
});

describe('an application that is mounted below another one', () => {
  it('says the whole path, and ignores paths in either form', async () => {
    const observed = await startObserved(
      'express',
      { controllers: [WorkController], providers: [Works] },
      { http: { ignorePaths: ['/health'] } },
    );
    const parent = express();
    parent.use('/shop', (observed.app.getHttpAdapter() as ExpressAdapter).getInstance<express.Express>());
    const server = parent.listen(0, '127.0.0.1');
    try {
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as AddressInfo;
      await rawGet(port, '/shop/health');
      await rawGet(port, '/shop/orders');
      const [span, ...others] = await observed.serverSpans(1);
      expect(others).toEqual([]);
      expect(span?.attributes).toMatchObject({ 'url.path': '/shop/orders', 'http.route': '/orders' });
    } finally {
      server.close();
      await observed.close();
    }
  });
});
