import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpModule, HttpService } from '@nestjs/axios';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import axios from 'axios';
import got, { type Method } from 'got';
import { lastValueFrom, retry } from 'rxjs';
import * as undici from 'undici';
import { until } from '../../until.js';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { askFromElsewhere } from './from-elsewhere.js';

type Call = (url: string, method: string) => Promise<unknown>;

const RETRY = {
  minTimeout: 1,
  maxTimeout: 1,
  maxRetries: 2,
  methods: ['GET', 'POST'],
} satisfies undici.RetryHandler.RetryOptions;
const AGAIN = {
  limit: 2,
  calculateDelay: ({ computedValue }: { computedValue: number }) => Math.min(computedValue, 1),
};

function byDispatcher(dispatcher: undici.Dispatcher): Call {
  return async (url, method) => {
    const { body } = await undici.request(url, { dispatcher, method: method as undici.Dispatcher.HttpMethod });
    return body.text();
  };
}

const agent = () => new undici.Agent();
const redirected = agent().compose(undici.interceptors.redirect({ maxRedirections: 5 }));
const retried = agent().compose(undici.interceptors.retry(RETRY));
const both = agent().compose(undici.interceptors.retry(RETRY), undici.interceptors.redirect({ maxRedirections: 5 }));

function calls(http: HttpService): Readonly<Record<string, Call>> {
  return {
    fetch: async (url) => (await fetch(url)).text(),
    'undici, redirect': byDispatcher(redirected),
    'undici, retry': byDispatcher(retried),
    'undici, both': byDispatcher(both),
    RetryAgent: byDispatcher(new undici.RetryAgent(agent(), RETRY)),
    axios: (url) => axios.get(url),
    HttpService: (url) => lastValueFrom(http.get(url).pipe(retry({ count: 2, delay: 1 }))),
    got: (url, method) => got(url, { method: method as Method, retry: AGAIN }).text(),
  };
}

const REDIRECTING = ['fetch', 'undici, redirect', 'undici, both', 'axios', 'HttpService', 'got'];
const RETRYING = ['undici, retry', 'undici, both', 'RetryAgent', 'HttpService', 'got'];

@Controller()
class CallerController {
  private readonly calls: Readonly<Record<string, Call>>;
  constructor(@Inject(HttpService) http: HttpService) {
    this.calls = calls(http);
  }

  @Get('call')
  async call(
    @Query('by') by: string,
    @Query('url') url: string,
    @Query('times') times = '1',
    @Query('method') method = 'GET',
  ): Promise<void> {
    const call = this.calls[by] as Call;
    for (let time = 0; time < Number(times); time++) await call(url, method).catch(() => undefined);
  }

  @Get('at-once')
  async atOnce(@Query('by') by: string, @Query('url') url: string): Promise<void> {
    const call = this.calls[by] as Call;
    await Promise.all([call(`${url}?a`, 'GET'), call(`${url}?b`, 'GET')]);
  }
}

let asked = new Map<string, number>();

/** `/moved/2` leads to `/moved/1`, that to `/moved/0`. `/busy/2` is busy twice, `/reset/2` breaks the connection twice. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '/', 'http://test');
  const [, how, number] = pathname.split('/');
  const times = asked.get(pathname) ?? 0;
  asked.set(pathname, times + 1);
  const left = Number(number ?? 0);
  if (how === 'moved' && left > 0) {
    response.writeHead(302, { location: `/moved/${left - 1}${search}#part` }).end('moved');
  } else if (how === 'busy' && times < left) response.writeHead(503).end('busy');
  else if (how === 'reset' && times < left) request.socket.resetAndDestroy();
  else if (how === 'wrong') response.writeHead(404).end();
  else response.end('done');
}

describe.each(ADAPTERS)('a request that is sent again on %s', (adapter) => {
  let observed: ObservedApplication;
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    observed = await startObserved(
      adapter,
      { imports: [HttpModule], controllers: [CallerController] },
      { http: { outgoing: true } },
    );
  });
  afterEach(async () => {
    asked = new Map();
    await observed.reset();
  });
  afterAll(async () => {
    await observed?.close();
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });

  /** Status, and which sending again it is, of each request. */
  async function sent(query: Record<string, string>, count: number, handler = 'call') {
    await askFromElsewhere(`${observed.url}/${handler}?${new URLSearchParams(query)}`);
    const found = async () => (await observed.spans()).filter(({ kind }) => kind === SpanKind.CLIENT);
    await until(async () => (await found()).length >= count);
    const spans = await found();
    expect(new Set(spans.map(({ parentSpanContext }) => parentSpanContext?.spanId)).size).toBe(1);
    return spans.map(({ attributes }) => [
      attributes['http.response.status_code'] ?? attributes['error.type'],
      attributes['http.request.resend_count'],
    ]);
  }

  it.each(REDIRECTING)('after redirects, by %s', async (by) => {
    expect(await sent({ by, url: `${origin}/moved/2` }, 3)).toEqual([
      [302, undefined],
      [302, 1],
      [200, 2],
    ]);
  });

  it.each(RETRYING)('after answers of a busy server, by %s', async (by) => {
    expect(await sent({ by, url: `${origin}/busy/2` }, 3)).toEqual([
      [503, undefined],
      [503, 1],
      [200, 2],
    ]);
  });

  it.each(RETRYING)('after connections that break, by %s', async (by) => {
    expect(await sent({ by, url: `${origin}/reset/2` }, 3)).toEqual([
      ['ECONNRESET', undefined],
      ['ECONNRESET', 1],
      [200, 2],
    ]);
  });

  it.each(['undici, retry', 'RetryAgent'])('that POSTs, by %s', async (by) => {
    expect(await sent({ by, url: `${origin}/busy/1`, method: 'POST' }, 2)).toEqual([
      [503, undefined],
      [200, 1],
    ]);
  });

  it('twice at once: each counts for itself', async () => {
    const found = await sent({ by: 'fetch', url: `${origin}/moved/1` }, 4, 'at-once');
    expect(found.sort()).toEqual([
      [200, 1],
      [200, 1],
      [302, undefined],
      [302, undefined],
    ]);
  });

  it.each(['/done', '/wrong'])('is none where the application asks twice: %s', async (path) => {
    const found = await sent({ by: 'fetch', url: origin + path, times: '2' }, 2);
    expect(found.map(([, count]) => count)).toEqual([undefined, undefined]);
  });

  it('is none in another request', async () => {
    await sent({ by: 'fetch', url: `${origin}/busy/1` }, 1);
    await observed.reset();
    expect(await sent({ by: 'fetch', url: `${origin}/busy/1` }, 1)).toEqual([[200, undefined]]);
  });
});
