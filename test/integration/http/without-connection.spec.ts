import { EventEmitter } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Controller, Get } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { type Adapter, type ObservedApplication, startObserved } from '../observed-application.js';

@Controller('birds')
class BirdsController {
  @Get(':id')
  bird(): { ok: boolean } {
    return { ok: true };
  }
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** What adapters for serverless platforms make: an object in place of a socket, and a response that it never closes. */
function madeRequest(socket: unknown): IncomingMessage {
  const request = new IncomingMessage(socket as Socket);
  Object.assign(request, { method: 'GET', url: '/birds/7', httpVersion: '1.1' });
  request.headers['host'] = 'function.test';
  request.push(null);
  return request;
}

function madeResponse(request: IncomingMessage): ServerResponse {
  const response = new ServerResponse(request);
  const sink = Object.assign(new EventEmitter(), {
    writable: true,
    on: () => sink,
    cork() {},
    uncork() {},
    destroy() {},
    write(_data: unknown, encoding: unknown, callback: unknown) {
      const done = typeof encoding === 'function' ? encoding : callback;
      if (typeof done === 'function') (done as () => void)();
      return true;
    },
  });
  response.assignSocket(sink as unknown as Socket);
  return response;
}

describe('a request without a connection', () => {
  let observed: ObservedApplication | undefined;
  afterEach(async () => {
    await observed?.close();
    observed = undefined;
  });

  async function start(adapter: Adapter): Promise<ObservedApplication> {
    observed = await startObserved(adapter, { controllers: [BirdsController] });
    return observed;
  }

  async function expectOne({ serverSpans, requestLines, series }: ObservedApplication): Promise<void> {
    const spans = await serverSpans(1);
    expect(spans.map(({ name, attributes }) => [name, attributes['http.response.status_code']])).toEqual([
      ['GET /birds/:id', 200],
    ]);
    expect(requestLines()).toHaveLength(1);
    expect(await series('http_requests_total{method="GET",endpoint="/birds/:id",status_code="200"}')).toBe(1);
    expect(await series('http_requests_in_flight{method="GET",endpoint="/birds/:id"}')).toBe(0);
  }

  it.each([
    ['an object for a socket', { remoteAddress: '192.0.2.1', destroy() {} }],
    ['an object without an address for a socket', { destroy() {} }],
  ])('is one span, one line and one sample on express, with %s', async (_title, socket) => {
    const application = await start('express');
    const request = madeRequest(socket);
    const response = madeResponse(request);
    const finished = new Promise((resolve) => response.on('finish', resolve));
    (application.app.getHttpAdapter().getInstance() as unknown as Handler)(request, response);
    await finished;
    await expectOne(application);
  });

  it('is one span, one line and one sample on fastify', async () => {
    const application = await start('fastify');
    await (application.app.getHttpAdapter().getInstance() as unknown as FastifyInstance).inject('/birds/7');
    await expectOne(application);
  });
});
