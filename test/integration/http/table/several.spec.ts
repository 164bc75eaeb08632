import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { Controller, Get, Param } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { ADAPTERS, type ObservedApplication, startObserved } from '../../observed-application.js';
import { ask, bytes } from './exchange.js';

@Controller('birds')
class BirdsController {
  @Get(':id')
  async one(@Param('id') id: string): Promise<string> {
    if (id === 'slow') await new Promise((resolve) => setTimeout(resolve, 20));
    return id;
  }
}

const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: test.example\r\n${more}\r\n`;
const CLOSING = 'Connection: close\r\n';
const UPGRADING = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';

describe.each(ADAPTERS)('several requests on one connection on %s', (adapter) => {
  let observed: ObservedApplication;
  beforeEach(async () => {
    observed = await startObserved(adapter, { controllers: [BirdsController] });
  });
  afterEach(() => observed.close());

  /** Status and path of each span and of each line, by path: they must be the same, and nothing may be under way. */
  async function recorded(count: number) {
    const spans = await observed.serverSpans(count);
    const found = spans
      .map(({ attributes }) => [attributes['url.path'], attributes['http.response.status_code']])
      .sort(([one], [other]) => String(one).localeCompare(String(other)));
    const lines = observed.requestLines().map(({ fields }) => [fields?.['url'], fields?.['status_code']]);
    expect(lines.sort(([one], [other]) => String(one).localeCompare(String(other)))).toEqual(found);
    const names = (await observed.seriesNames()).filter((name) => name.startsWith('http_requests_in_flight{'));
    for (const name of names) expect(await observed.series(name)).toBe(0);
    return found;
  }

  it('that do not wait for each other', async () => {
    const seen = await bytes(get('/birds/slow') + get('/nowhere') + get('/birds/wren', CLOSING))(observed.port);
    expect(seen.statuses).toEqual([200, 404, 200]);
    expect(await recorded(3)).toEqual([
      ['/birds/slow', 200],
      ['/birds/wren', 200],
      ['/nowhere', 404],
    ]);
  });

  it('of which one cannot be read', async () => {
    const first = get('/birds/wren');
    const seen = await bytes(first + 'nonsense\r\n\r\n')(observed.port);
    const spans = await observed.serverSpans(seen.statuses.length);
    expect(spans.map(({ attributes }) => attributes['http.response.status_code']).sort()).toEqual(
      [...seen.statuses].sort(),
    );
  });

  it('of which one is too many', async () => {
    (observed.app.getHttpServer() as Server).maxRequestsPerSocket = 1;
    const seen = await bytes(get('/birds/wren') + get('/birds/robin'))(observed.port);
    expect(seen.statuses).toEqual([200, 503]);
    expect(await recorded(2)).toEqual([
      ['/birds/robin', 503],
      ['/birds/wren', 200],
    ]);
  });
});

describe.each(ADAPTERS)('a request for another protocol on %s', (adapter) => {
  let observed: ObservedApplication;
  beforeEach(async () => {
    observed = await startObserved(adapter, { controllers: [BirdsController] });
  });
  afterEach(() => observed.close());

  function onUpgrade(listener: (request: IncomingMessage, socket: Duplex) => void): void {
    (observed.app.getHttpServer() as Server).on('upgrade', listener);
  }

  it('is none of HTTP where it is granted', async () => {
    onUpgrade((_request, socket) => {
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${UPGRADING}\r\n`);
      // What the other protocol says is its own.
      setImmediate(() => socket.end('HTTP/1.1 500 no answer of HTTP'));
    });
    await bytes(get('/socket', UPGRADING))(observed.port);
    expect(await observed.serverSpans(0)).toEqual([]);
    expect(observed.requestLines()).toEqual([]);
  });

  it.each([
    ['at once', (socket: Duplex) => socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n')],
    [
      'later, in bytes',
      (socket: Duplex) =>
        setTimeout(() => socket.write(Buffer.from('HTTP/1.1 401 Unauthorized\r\n\r\n'), () => socket.destroy()), 10),
    ],
  ])('is one where it is refused: %s', async (_how, refuse) => {
    onUpgrade((_request, socket) => void refuse(socket));
    const seen = await bytes(get('/socket?ticket=1', UPGRADING))(observed.port);
    expect(seen.statuses).toEqual([401]);
    const [span, ...others] = await observed.serverSpans(1);
    expect(others).toEqual([]);
    expect(span?.attributes).toMatchObject({ 'url.path': '/socket', 'http.response.status_code': 401 });
    expect(observed.requestLines().map(({ message }) => message)).toEqual(['GET /socket 401']);
    const labels = '{method="GET",endpoint="unmatched",status_code="401"}';
    expect(await observed.series(`http_requests_total${labels}`)).toBe(1);
  });

  it('is one where its route answers', async () => {
    if (adapter !== 'fastify') return;
    onUpgrade((request, socket) => {
      const response = new ServerResponse(request);
      response.assignSocket(socket as Socket);
      (observed.app.getHttpAdapter().getInstance() as unknown as FastifyInstance).routing(request, response);
      response.on('finish', () => socket.end());
    });
    const seen = await bytes(get('/nowhere', UPGRADING))(observed.port);
    expect(seen.statuses).toEqual([404]);
    const spans = await observed.serverSpans(1);
    expect(spans.map(({ attributes }) => attributes['http.response.status_code'])).toEqual([404]);
  });

  it('is one where nobody listens', async () => {
    const seen = await ask('GET', '/birds/wren', ['Upgrade: websocket'])(observed.port);
    expect(seen.statuses).toEqual([200]);
    expect((await observed.serverSpans(1)).map(({ name }) => name)).toEqual(['GET /birds/:id']);
  });
});
