import { type IncomingMessage, request, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { Controller, Get } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';

@Controller()
class SocketController {
  @Get('socket')
  socket(): string {
    return 'no upgrade';
  }
}

function upgrade(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, path: '/socket', headers: { connection: 'Upgrade', upgrade: 'websocket' } });
    sent.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode);
    });
    sent.on('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end();
  });
}

const SWITCHING = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';

describe.each(ADAPTERS)('a request that becomes another connection on %s', (adapter) => {
  let observed: ObservedApplication;
  beforeEach(async () => {
    observed = await startObserved(adapter, { controllers: [SocketController] });
  });
  afterEach(() => observed.close());

  it('is no HTTP request', async () => {
    const server = observed.app.getHttpServer() as {
      on(event: 'upgrade', listener: (request: IncomingMessage, socket: Duplex) => void): void;
    };
    server.on('upgrade', (given, socket) => {
      if (adapter === 'fastify') {
        // As @fastify/websocket does: the request goes through the hooks of its route.
        const response = new ServerResponse(given);
        response.assignSocket(socket as Socket);
        (observed.app.getHttpAdapter().getInstance() as unknown as FastifyInstance).routing(given, response);
        response.detachSocket(socket as Socket);
      }
      socket.end(SWITCHING);
    });
    expect(await upgrade(observed.port)).toBe(101);
    await fetch(`${observed.url}/socket`);
    expect(await observed.serverSpans(1)).toHaveLength(1);
    expect(observed.requestLines()).toHaveLength(1);
    expect(await observed.series('http_requests_in_flight{method="GET",endpoint="/socket"}')).toBe(0);
  });

  it('is one where the server does not upgrade', async () => {
    expect(await upgrade(observed.port)).toBe(200);
    expect((await observed.serverSpans(1)).map(({ name }) => name)).toEqual(['GET /socket']);
  });
});
