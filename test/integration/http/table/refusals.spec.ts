import { EventEmitter, once } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { describeRequests } from './describe-requests.js';
import { ask, bytes, type Send } from './exchange.js';

@Controller('kept')
class KeptController {
  @Get()
  get(): string {
    return 'got';
  }

  @Post()
  post(@Body() body: unknown): unknown {
    return body;
  }
}

const connections = new EventEmitter();

/** Sends bytes, after which Node's time for the request is over. */
function tooSlow(text: string): Send {
  return async (port) => {
    const connected = once(connections, 'connection') as Promise<[Socket]>;
    const seen = bytes(text)(port);
    const [socket] = await connected;
    await new Promise((resolve) => setTimeout(resolve, 50));
    // What Node does when it finds that `headersTimeout` or `requestTimeout` has passed, which it looks for seldom.
    socket.emit('error', Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }));
    return seen;
  };
}

const POST = 'POST /kept HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n';
const CHUNKED = `${POST}Transfer-Encoding: chunked\r\n\r\n`;

describeRequests('a request that is refused', {
  module: { controllers: [KeptController] },
  prepare: (app) => {
    const server = app.getHttpServer() as Server;
    server.on('connection', (socket) => connections.emit('connection', socket));
  },
  rows: [
    { what: 'no HTTP', send: bytes('nonsense\r\n\r\n'), method: '_OTHER', status: 400 },
    { what: 'a blank in its target', send: ask('GET', '/a b'), method: '_OTHER', status: 400 },
    { what: 'no such version', send: bytes('GET / HTTP/9.9\r\nHost: a\r\n\r\n'), method: '_OTHER', status: 400 },
    { what: 'a method that Node does not know', send: ask('BREW', '/kept'), method: '_OTHER', status: 400 },
    {
      what: 'two lengths',
      send: ask('POST', '/kept', ['Content-Length: 1', 'Content-Length: 2']),
      method: '_OTHER',
      status: 400,
    },
    {
      what: 'headers that are too long',
      send: ask('GET', '/kept', [`X-Long: ${'x'.repeat(20_000)}`]),
      method: '_OTHER',
      status: 431,
    },
    {
      what: 'a target that is too long',
      send: ask('GET', `/${'x'.repeat(20_000)}`),
      method: '_OTHER',
      status: 431,
    },
    { what: 'headers that come too slowly', send: tooSlow('GET / HTTP/1.1\r\nHos'), method: '_OTHER', status: 408 },
    {
      what: 'a body that comes too slowly',
      send: tooSlow(`${POST}Content-Length: 100\r\n\r\n{"a"`),
      method: 'POST',
      route: { express: undefined, fastify: '/kept' },
      status: 408,
    },
    {
      what: 'a chunk that is none',
      send: bytes(CHUNKED, 'zz\r\n'),
      method: 'POST',
      route: { express: undefined, fastify: '/kept' },
      status: 400,
    },
    {
      what: 'extensions of chunks that are too long',
      send: bytes(CHUNKED, `1;${'x'.repeat(20_000)}\r\n`),
      method: 'POST',
      route: { express: undefined, fastify: '/kept' },
      status: { express: 413, fastify: 400 },
    },
    { what: 'no host', send: bytes('GET /kept HTTP/1.1\r\nConnection: close\r\n\r\n'), status: 400 },
    { what: 'an expectation that nobody meets', send: ask('GET', '/kept', ['Expect: wonders']), status: 417 },
    { what: 'an escape that is none', send: ask('GET', '/kept/%ZZ'), status: { express: 404, fastify: 400 } },
    { what: 'an escape of no character', send: ask('GET', '/kept/%ff'), status: { express: 404, fastify: 400 } },
  ],
});

describeRequests('a request that the application refuses on its connection', {
  module: { controllers: [KeptController] },
  prepare: (app) => {
    const server = app.getHttpServer() as Server;
    server.removeAllListeners('clientError');
    server.on('clientError', (_error, socket) => socket.end('HTTP/1.1 418 Nonsense\r\nContent-Length: 0\r\n\r\n'));
  },
  rows: [{ what: 'no HTTP', send: bytes('nonsense\r\n\r\n'), method: '_OTHER', status: 418 }],
});

describeRequests('a request on a connection that may carry one', {
  module: { controllers: [KeptController] },
  prepare: (app) => {
    (app.getHttpServer() as Server).maxRequestsPerSocket = 1;
  },
  rows: [{ what: 'the first', send: '/kept', route: '/kept', status: 200 }],
});
