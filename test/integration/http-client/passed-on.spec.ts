import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import axios from 'axios';
import * as undici from 'undici';
import { until } from '../../until.js';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { askFromElsewhere } from './from-elsewhere.js';

type Headers = Record<string, string>;

const byNodeHttp = (url: string, headers: Headers | string[]) =>
  new Promise<void>((resolve, reject) => {
    request(url, { headers }, (response) => response.resume().on('end', () => resolve()))
      .on('error', reject)
      .end();
  });

const CALLS: Readonly<Record<string, (url: string, headers: Headers) => Promise<unknown>>> = {
  fetch: async (url, headers) => (await fetch(url, { headers })).text(),
  undici: async (url, headers) => (await undici.request(url, { headers })).body.text(),
  'undici with a list': async (url, headers) =>
    (await undici.request(url, { headers: Object.entries(headers).flat() })).body.text(),
  'node:http': byNodeHttp,
  'node:http with a list': (url, headers) => byNodeHttp(url, ['host', 'x', ...Object.entries(headers).flat()]),
  'node:http that expects a body': (url, headers) => byNodeHttp(url, { ...headers, expect: '100-continue' }),
  axios: (url, headers) => axios.get(url, { headers }),
};

@Controller()
class GatewayController {
  @Get('call')
  async call(
    @Req() incoming: { headers: Headers },
    @Query('by') by: string,
    @Query('with') which: string,
    @Query('url') url: string,
  ): Promise<string> {
    const { traceparent = '', tracestate = '', baggage = '' } = incoming.headers;
    const own = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;
    const headers: Readonly<Record<string, Headers>> = {
      nothing: { 'x-own': '1' },
      incoming: { Traceparent: traceparent, tracestate, baggage, 'x-own': '1' },
      own: { traceparent: own, 'x-own': '1' },
    };
    await CALLS[by]?.(url, headers[which] as Headers);
    return 'called';
  }
}

const TRACE = 'a'.repeat(32);
const CALLER = 'b'.repeat(16);

describe.each(ADAPTERS)('the headers that an application on %s sends along', (adapter) => {
  let observed: ObservedApplication;
  let server: Server;
  let url: string;
  const received: IncomingHttpHeaders[] = [];
  const raw: string[][] = [];

  beforeAll(async () => {
    server = createServer((incoming, response) => {
      received.push(incoming.headers);
      raw.push(incoming.rawHeaders);
      response.end('ok');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    observed = await startObserved(adapter, { controllers: [GatewayController] }, { http: { outgoing: true } });
  });
  afterEach(async () => {
    received.length = 0;
    raw.length = 0;
    await observed.reset();
  });
  afterAll(async () => {
    await observed?.close();
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });

  async function call(by: string, which: string) {
    await askFromElsewhere(`${observed.url}/call?${new URLSearchParams({ by, with: which, url })}`, {
      headers: { traceparent: `00-${TRACE}-${CALLER}-01`, tracestate: 'vendor=1', baggage: 'tenant=blue' },
    });
    await until(() => received.length === 1);
    await observed.serverSpans(1);
    return (await observed.spans()).filter(({ kind }) => kind === SpanKind.CLIENT);
  }

  describe.each(Object.keys(CALLS))('%s', (by) => {
    it.each(['nothing', 'incoming'])('with %s of the caller: the called service is below this one', async (which) => {
      const [span, ...others] = await call(by, which);
      expect(others).toEqual([]);
      expect(received[0]?.['traceparent']).toBe(`00-${TRACE}-${span?.spanContext().spanId}-01`);
      expect(received[0]).toMatchObject({ 'x-own': '1', tracestate: 'vendor=1', baggage: 'tenant=blue' });
      expect(raw[0]?.filter((name) => name.toLowerCase() === 'traceparent')).toHaveLength(1);
    });

    it('with a trace context that is neither the caller’s nor ours: it stays', async () => {
      expect(await call(by, 'own')).toEqual([]);
      expect(received[0]?.['traceparent']).toBe(`00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`);
    });
  });
});
