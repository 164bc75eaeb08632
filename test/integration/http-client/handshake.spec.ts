import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { Controller, Get, Query } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import { ProxyAgent, request, upgrade } from 'undici';
import { until } from '../../until.js';
import { type ObservedApplication, startObserved } from '../observed-application.js';
import { askFromElsewhere } from './from-elsewhere.js';

@Controller()
class CallerController {
  @Get('websocket')
  websocket(@Query('port') port: string): Promise<string> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`);
    return new Promise((resolve) => {
      socket.addEventListener('open', () => resolve('open'));
      socket.addEventListener('error', () => resolve('error'));
    });
  }

  @Get('upgrade')
  async upgrade(@Query('port') port: string): Promise<string> {
    const { socket } = await upgrade(`http://127.0.0.1:${port}/socket`, { protocol: 'websocket' });
    socket.destroy();
    return 'open';
  }

  @Get('tunnel')
  async tunnel(@Query('port') port: string): Promise<string> {
    const dispatcher = new ProxyAgent({ uri: `http://127.0.0.1:${port}`, proxyTunnel: true });
    try {
      return await (await request('http://target.example/path', { dispatcher })).body.text();
    } finally {
      await dispatcher.destroy();
    }
  }
}

describe('a handshake', () => {
  let observed: ObservedApplication;
  let server: Server;
  let port: number;
  const received: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];

  beforeAll(async () => {
    server = createServer((incoming, response) => {
      received.push({ url: incoming.url, headers: incoming.headers });
      response.end('behind the tunnel');
    });
    server.on('upgrade', (incoming, socket) => {
      received.push({ url: incoming.url, headers: incoming.headers });
      const key = `${incoming.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
      const accept = createHash('sha1').update(key).digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      socket.on('error', () => undefined);
    });
    server.on('connect', (_incoming, socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      server.emit('connection', socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
    observed = await startObserved('express', { controllers: [CallerController] }, { http: { outgoing: true } });
  });
  afterEach(async () => {
    received.length = 0;
    await observed.reset();
  });
  afterAll(async () => {
    await observed?.close();
    server?.closeAllConnections();
    server?.close();
  });

  const clientSpans = async () => (await observed.spans()).filter(({ kind }) => kind === SpanKind.CLIENT);

  it.each(['websocket', 'upgrade'])('%s: the id that it hands on is that of a span which is exported', async (way) => {
    expect(await (await askFromElsewhere(`${observed.url}/${way}?port=${port}`)).text()).toBe('open');
    await until(async () => (await clientSpans()).length === 1);
    const [span] = await clientSpans();
    expect(span?.attributes['http.response.status_code']).toBe(101);
    expect(received[0]?.headers['traceparent']).toContain(String(span?.spanContext().spanId));
  });

  it('a tunnel through a proxy has a span of its own, and each url.full is one URL', async () => {
    expect(await (await askFromElsewhere(`${observed.url}/tunnel?port=${port}`)).text()).toBe('behind the tunnel');
    await until(async () => (await clientSpans()).length === 2);
    const urls = (await clientSpans()).map(({ attributes }) => attributes['url.full']);
    expect(urls).toEqual([`http://127.0.0.1:${port}/`, 'http://target.example/path']);
  });
});
