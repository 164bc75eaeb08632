import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, type INestApplication, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { Logger, type ReportedSpan, TelemetryModule, Tracing } from 'nestjs-telemetry';

interface Application {
  readonly app: INestApplication;
  readonly spans: string[];
  readonly lines: string[];
}

/** An application with one route, `GET /<name>`, on an adapter that others use too. */
async function create(adapter: ExpressAdapter, name: string): Promise<Application> {
  @Controller(name)
  class NamedController {
    @Get()
    get(): string {
      return name;
    }
  }
  const spans: string[] = [];
  const lines: string[] = [];
  @Module({
    imports: [
      TelemetryModule.forRoot({
        service: { name },
        http: { outgoing: false },
        tracing: { exporter: { report: (span: ReportedSpan) => void spans.push(span.operationName), close() {} } },
        logging: { format: 'json', destination: { write: (line: string) => void lines.push(line) } },
      }),
    ],
    controllers: [NamedController as Type],
  })
  class NamedModule {}
  const app = await NestFactory.create(NamedModule, adapter, { bufferLogs: true, abortOnError: false });
  app.useLogger(app.get(Logger));
  // Nest 11 holds lines back until it listens, which nobody does here.
  app.flushLogs();
  applications.push(app);
  return { app, spans, lines };
}

const applications: INestApplication[] = [];
let adapter: ExpressAdapter;
let server: Server;

beforeEach(async () => {
  adapter = new ExpressAdapter();
  server = createServer(adapter.getInstance() as unknown as RequestListener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  for (const app of applications.splice(0)) await app.close();
});

async function ask(path: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
  return response.text();
}

async function recorded({ app, spans }: Application): Promise<string[]> {
  await app.get(Tracing).flush();
  return spans.splice(0);
}

const counted = (path: string) => `http_requests_total{method="GET",endpoint="${path}",status_code="200"} 1\n`;
const shares = ({ lines }: Application) => lines.filter((line) => line.includes('share one HTTP adapter'));

describe('two applications on one adapter', () => {
  it('start; each request is recorded once, by the first, and one report says so', async () => {
    const one = await create(adapter, 'one');
    const two = await create(adapter, 'two');
    // As Nest's own tests do: the answer to unknown paths of the first must not stand before the routes of the second.
    await Promise.all([one.app.init(), two.app.init()]);
    expect([await ask('/one'), await ask('/two')]).toEqual(['one', 'two']);
    expect(await recorded(one)).toEqual(['GET /one', 'GET /two']);
    expect(await recorded(two)).toEqual([]);
    const metrics = await ask('/metrics');
    for (const path of ['/one', '/two']) expect(metrics).toContain(counted(path));
    expect(shares(one).length + shares(two).length).toBe(1);
  });

  it('the second records when the first has ended', async () => {
    const one = await create(adapter, 'one');
    const two = await create(adapter, 'two');
    await Promise.all([one.app.init(), two.app.init()]);
    await ask('/one');
    await one.app.close();
    expect(await ask('/two')).toBe('two');
    expect(one.spans).toEqual(['GET /one']);
    expect(await recorded(two)).toEqual(['GET /two']);
    const metrics = await ask('/metrics');
    expect(metrics).toContain(counted('/two'));
    expect(metrics).not.toContain(counted('/one'));
  });
});

it('an adapter serves one application after the other', async () => {
  const one = await create(adapter, 'same');
  await one.app.init();
  await ask('/same');
  await one.app.close();
  const two = await create(adapter, 'same');
  await two.app.init();
  expect(await ask('/same')).toBe('same');
  expect(one.spans).toEqual(['GET /same']);
  expect(await recorded(two)).toEqual(['GET /same']);
  expect(shares(two)).toEqual([]);
});
