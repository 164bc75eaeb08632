import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpModule, HttpService } from '@nestjs/axios';
import { Controller, Get, Inject, Injectable, Query } from '@nestjs/common';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { until } from '../../until.js';
import { askFromElsewhere } from './from-elsewhere.js';
import { CLIENTS, clients, type Ways } from './clients.js';

/** Tells the test that a request has come, so that it is called off while it is served. */
let arrived: () => void = () => undefined;

@Injectable()
class Outside {
  readonly ways: Readonly<Record<string, Ways>>;
  constructor(@Inject(HttpService) http: HttpService) {
    this.ways = clients(http);
  }
}

@Controller()
class CallerController {
  constructor(private readonly outside: Outside) {}

  @Get('call')
  async call(@Query('by') by: string, @Query('how') how: string, @Query('url') url: string): Promise<string> {
    const ways = this.outside.ways[by] as Ways;
    const now = new Promise<void>((resolve) => (arrived = resolve));
    const made =
      how === 'read'
        ? ways.read(url)
        : how === 'unread'
          ? ways.unread(url)
          : how === 'callOff'
            ? ways.callOff(url, now)
            : this.giveUp(how, ways, url);
    return made.then(
      () => 'answered',
      () => 'failed',
    );
  }

  private giveUp(how: string, ways: Ways, url: string): Promise<unknown> {
    return how === 'inTime' ? ways.inTime(url) : ways.read(url, AbortSignal.timeout(how === 'signal' ? 30 : 300));
  }
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? '';
  if (path.startsWith('/hang')) arrived();
  else if (path.startsWith('/half')) {
    response.writeHead(200, { 'content-length': '1000' }).write('half');
    // By then its client has the headers. Another test may have begun.
    const thisArrived = arrived;
    setTimeout(() => setImmediate(() => setImmediate(thisArrived)), 50);
  } else if (path.startsWith('/reset')) request.socket.resetAndDestroy();
  else if (path.startsWith('/close')) request.socket.destroy();
  else if (path.startsWith('/cut')) {
    response.writeHead(200, { 'content-length': '1000' }).write('half', () => request.socket.destroy());
  } else if (path.startsWith('/moved')) response.writeHead(302, { location: '/status/200' }).end();
  else response.writeHead(Number(/\d+$/.exec(path)?.[0] ?? 200)).end('body');
}

interface End {
  readonly how: string;
  readonly path: string;
  readonly status?: number;
  readonly error?: string;
}

const ENDS: Readonly<Record<string, End>> = {
  answered: { how: 'read', path: '/status/200', status: 200 },
  'answered 404': { how: 'read', path: '/status/404', status: 404, error: '404' },
  'answered 503': { how: 'read', path: '/status/503', status: 503, error: '503' },
  reset: { how: 'read', path: '/reset', error: 'ECONNRESET' },
  'closed without an answer': { how: 'read', path: '/close', error: 'ECONNRESET' },
  'cut off in its body': { how: 'read', path: '/cut', status: 200, error: 'ECONNRESET' },
  'called off': { how: 'callOff', path: '/hang' },
  'called off in its body': { how: 'callOff', path: '/half', status: 200 },
  'given up in time': { how: 'inTime', path: '/hang', error: 'timeout' },
  'given up in time by a signal': { how: 'signal', path: '/hang', error: 'timeout' },
  'given up in time in its body': { how: 'signal later', path: '/half', status: 200, error: 'timeout' },
  unread: { how: 'unread', path: '/half', status: 200 },
};

describe.each(ADAPTERS)('outgoing requests on %s', (adapter) => {
  let observed: ObservedApplication;
  let server: Server;
  let origin: string;
  let closedPort: number;

  beforeAll(async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    closedPort = (closed.address() as AddressInfo).port;
    await new Promise((resolve) => closed.close(resolve));
    server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    observed = await startObserved(
      adapter,
      { imports: [HttpModule], controllers: [CallerController], providers: [Outside] },
      { http: { outgoing: true } },
    );
  });
  afterEach(async () => {
    await observed.reset();
  });
  afterAll(async () => {
    await observed?.close();
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });

  async function call(by: string, how: string, url: string, spans = 1) {
    await askFromElsewhere(`${observed.url}/call?${new URLSearchParams({ by, how, url })}`);
    const found = async () => (await observed.spans()).filter((span) => span.kind === SpanKind.CLIENT);
    await until(async () => (await found()).length >= spans);
    return found();
  }

  /** How many requests the metric has with this status. */
  async function counted(status: number | undefined): Promise<number> {
    const labels = `{method="GET",server="127.0.0.1",status_code="${status ?? ''}"}`;
    return (await observed.series(`http_client_request_duration_seconds_count${labels}`)) ?? 0;
  }

  async function expectWords(before: number, status: number | undefined, isError: boolean): Promise<void> {
    expect(await counted(status)).toBe(before + 1);
    const lines = observed.lines().filter(({ fields }) => fields?.['event'] === 'http_client_request');
    // A line at level debug is not written.
    const words = new RegExp(`^GET 127\\.0\\.0\\.1.* ${status ?? 'without response'}$`);
    const expected = [['error', expect.stringMatching(words)]];
    expect(lines.map(({ level, message }) => [level, message])).toEqual(isError ? expected : []);
  }

  describe.each(CLIENTS)('by %s', (by) => {
    it.each(Object.keys(ENDS))('%s', async (name) => {
      const { how, path, status, error } = ENDS[name] as End;
      const before = await counted(status);
      const [span, ...others] = await call(by, how, origin + path);
      expect(others).toEqual([]);
      expect({
        'http.response.status_code': span?.attributes['http.response.status_code'],
        'error.type': span?.attributes['error.type'],
        failed: span?.status.code === SpanStatusCode.ERROR,
      }).toEqual({ 'http.response.status_code': status, 'error.type': error, failed: error !== undefined });
      await expectWords(before, status, error !== undefined);
    });

    it('refused', async () => {
      const before = await counted(undefined);
      const [span] = await call(by, 'read', `http://127.0.0.1:${closedPort}/`);
      expect(span?.attributes['error.type']).toBe('ECONNREFUSED');
      expect(span?.status.code).toBe(SpanStatusCode.ERROR);
      await expectWords(before, undefined, true);
    });

    it('without an address', async () => {
      const [span, ...others] = await call(by, 'read', 'http://nowhere.invalid/');
      expect(others).toEqual([]);
      // It depends on the machine's resolver.
      expect(span?.attributes['error.type']).toMatch(/^(?:ENOTFOUND|EAI_AGAIN)$/);
      expect(span?.attributes['server.address']).toBe('nowhere.invalid');
    });

    it('redirected: a span for each request that was sent', async () => {
      const spans = await call(by, 'read', `${origin}/moved`, by === 'node:http' || by === 'undici' ? 1 : 2);
      const statuses = spans.map((span) => span.attributes['http.response.status_code']);
      expect(statuses).toEqual(by === 'node:http' || by === 'undici' ? [302] : [302, 200]);
      expect(new Set(spans.map((span) => span.parentSpanContext?.spanId)).size).toBe(1);
      expect(spans.map((span) => span.status.code)).toEqual(statuses.map(() => SpanStatusCode.UNSET));
    });
  });
});
