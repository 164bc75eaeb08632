import { Agent, createServer, get, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { Controller, Get, Query } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import axios from 'axios';
import * as undici from 'undici';
import { until } from '../../until.js';
import { type ObservedApplication, startObserved } from '../observed-application.js';
import { askFromElsewhere } from './from-elsewhere.js';

type Call = (url: string, proxy: string) => Promise<unknown>;

async function through(dispatcher: undici.Dispatcher, url: string): Promise<unknown> {
  try {
    return await (await undici.request(url, { dispatcher })).body.text();
  } finally {
    await dispatcher.destroy();
  }
}

function byAgent(url: string, agent: Agent): Promise<unknown> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => response.resume().on('end', resolve)).on('error', reject);
  }).finally(() => agent.destroy());
}

/** An agent that has a proxy connect it to the server, as those on npm do. */
class Tunnel extends Agent {
  constructor(private readonly proxy: string) {
    super();
  }

  override createConnection(
    options: { host?: string | null; port?: string | number | null },
    done: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    const { hostname, port } = new URL(this.proxy);
    const socket = connect(Number(port), hostname, () => {
      const server = `${options.host}:${options.port}`;
      socket.write(`CONNECT ${server} HTTP/1.1\r\nHost: ${server}\r\n\r\n`);
      socket.once('data', () => done(null, socket));
    });
    socket.on('error', (error) => done(error, socket));
  }
}

/** Agents of older versions of Node know no proxies. */
const HAS_PROXY_ENV = process.allowedNodeEnvironmentFlags.has('--use-env-proxy');

const TUNNELLED: Readonly<Record<string, Call>> = {
  'undici’s ProxyAgent': (url, uri) => through(new undici.ProxyAgent({ uri, proxyTunnel: true }), url),
  'undici’s EnvHttpProxyAgent': (url, httpProxy) =>
    through(new undici.EnvHttpProxyAgent({ httpProxy, proxyTunnel: true }), url),
};
const FORWARDED: Readonly<Record<string, Call>> = {
  'undici’s ProxyAgent': (url, uri) => through(new undici.ProxyAgent({ uri, proxyTunnel: false }), url),
  'undici’s EnvHttpProxyAgent': (url, httpProxy) =>
    through(new undici.EnvHttpProxyAgent({ httpProxy, proxyTunnel: false }), url),
  ...(HAS_PROXY_ENV
    ? { 'an agent with proxyEnv': (url, proxy) => byAgent(url, new Agent({ proxyEnv: { http_proxy: proxy } })) }
    : {}),
  axios: (url, proxy) => {
    const { hostname: host, port } = new URL(proxy);
    return axios.get(url, { proxy: { host, port: Number(port) } });
  },
};
const CALLS = {
  tunnelled: TUNNELLED,
  forwarded: FORWARDED,
  'by agent': { tunnel: (url: string, proxy: string) => byAgent(url, new Tunnel(proxy)) },
} as Readonly<Record<string, Readonly<Record<string, Call>>>>;

@Controller()
class CallerController {
  @Get('call')
  async call(
    @Query('way') way: string,
    @Query('by') by: string,
    @Query('url') url: string,
    @Query('proxy') proxy: string,
  ): Promise<void> {
    await CALLS[way]?.[by]?.(url, proxy).catch(() => undefined);
  }
}

describe('a request through a proxy', () => {
  let observed: ObservedApplication;
  let proxy: Server;
  let address: string;
  let received: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];

  beforeAll(async () => {
    proxy = createServer((incoming, response) => {
      received.push({ url: incoming.url, headers: incoming.headers });
      response.writeHead(incoming.url?.includes('refused') === true ? 407 : 200).end('from behind');
    });
    proxy.on('connect', (_incoming, socket: Duplex) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      proxy.emit('connection', socket);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    observed = await startObserved('express', { controllers: [CallerController] }, { http: { outgoing: true } });
  });
  afterEach(async () => {
    received = [];
    await observed.reset();
  });
  afterAll(async () => {
    await observed?.close();
    proxy?.closeAllConnections();
    proxy?.close();
  });

  async function spansOf(way: string, by: string, url: string, count: number) {
    await askFromElsewhere(`${observed.url}/call?${new URLSearchParams({ way, by, url, proxy: address })}`);
    const found = async () => (await observed.spans()).filter(({ kind }) => kind === SpanKind.CLIENT);
    await until(async () => (await found()).length >= count);
    await observed.serverSpans(1);
    return found();
  }

  it.each(Object.keys(FORWARDED))('that forwards, by %s: one span, for the server that is asked', async (by) => {
    const [span, ...others] = await spansOf('forwarded', by, 'http://api.example/things?page=2', 1);
    expect(others).toEqual([]);
    expect(span?.attributes).toMatchObject({
      'url.full': 'http://api.example/things?page=REDACTED',
      'server.address': 'api.example',
      'server.port': 80,
      'http.response.status_code': 200,
    });
    expect(received).toHaveLength(1);
    expect(received[0]?.headers['traceparent']).toContain(String(span?.spanContext().spanId));
  });

  it.each(Object.keys(FORWARDED))('that refuses, by %s: the status of the proxy', async (by) => {
    const [span, ...others] = await spansOf('forwarded', by, 'http://api.example/refused', 1);
    expect(others).toEqual([]);
    expect(span?.attributes).toMatchObject({ 'server.address': 'api.example', 'error.type': '407' });
  });

  it.each(Object.keys(TUNNELLED))(
    'that tunnels, by %s: a span for the tunnel, and one for what is within',
    async (by) => {
      const spans = await spansOf('tunnelled', by, 'http://api.example/things', 2);
      expect(spans.map(({ name, attributes }) => [name, attributes['url.full']])).toEqual([
        ['CONNECT', `${address}/`],
        ['GET', 'http://api.example/things'],
      ]);
      expect(received.map(({ url }) => url)).toEqual(['/things']);
    },
  );

  it('that an agent has tunnel: one span, for the server that is asked', async () => {
    const [span, ...others] = await spansOf('by agent', 'tunnel', 'http://api.example/things', 1);
    expect(others).toEqual([]);
    expect(span?.attributes).toMatchObject({
      'url.full': 'http://api.example/things',
      'http.response.status_code': 200,
    });
    expect(received[0]?.headers['traceparent']).toContain(String(span?.spanContext().spanId));
  });
});
