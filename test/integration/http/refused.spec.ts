import { Body, Controller, Get, Post } from '@nestjs/common';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { rawGet, rawRequest, statusOf } from './raw-request.js';

@Controller()
class ItemsController {
  @Get('items/:id')
  item(): string {
    return 'an item';
  }

  @Post('items/:id')
  change(@Body() body: unknown): unknown {
    return body;
  }
}

interface Plain {
  get(path: string, handler: (request: unknown, response: { send(body: string): unknown }) => unknown): void;
}

describe.each(ADAPTERS)('a request that no handler of Nest sees on %s', (adapter) => {
  let observed: ObservedApplication;
  beforeEach(async () => {
    observed = await startObserved(adapter, { controllers: [ItemsController] }, {}, (app) => {
      app.getHttpAdapter().get('/docs/:page', (_request: unknown, response: { send(body: string): unknown }) => {
        response.send('a page');
      });
      const plain = app.getHttpAdapter().getInstance() as unknown as Plain;
      plain.get('/plain/:page', (_request, response) => response.send('plain'));
    });
  });
  afterEach(() => observed.close());

  it.each(['/items/%ZZ', '/items/%ff%fe', '/static/..;/%C0%AE/etc/passwd', `/items/${'x'.repeat(300)}`, '/nowhere'])(
    'is observed once with its status: %s',
    async (target) => {
      const status = statusOf(await rawGet(observed.port, target));
      const spans = await observed.serverSpans(1);
      expect(spans.map(({ attributes }) => attributes['http.response.status_code'])).toEqual([status]);
      expect(observed.requestLines().map(({ fields }) => fields?.['status_code'])).toEqual([status]);
      const underway = await observed.series('http_requests_in_flight{method="GET",endpoint="unmatched"}');
      expect(underway ?? 0).toBe(0);
    },
  );

  it.each([
    ['no HTTP', 'nonsense\r\n\r\n', 400],
    ['headers that are too large', `GET / HTTP/1.1\r\nHost: a\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ])('is observed where Node refuses it: %s', async (_title, bytes, status) => {
    expect(statusOf(await rawRequest(observed.port, bytes))).toBe(status);
    const spans = await observed.serverSpans(1);
    expect(spans.map(({ name, attributes }) => [name, attributes['http.response.status_code']])).toEqual([
      ['HTTP', status],
    ]);
    expect(observed.requestLines().map(({ fields }) => fields?.['status_code'])).toEqual([status]);
    expect(
      await observed.series(`http_requests_total{method="_OTHER",endpoint="unmatched",status_code="${status}"}`),
    ).toBe(1);
  });

  it.each([
    ['/docs/1', '/docs/:page'],
    ['/plain/1', '/plain/:page'],
  ])('has the pattern of the route that the adapter has: %s', async (target, route) => {
    expect(statusOf(await rawGet(observed.port, target))).toBe(200);
    const [span] = await observed.serverSpans(1);
    expect(span?.name).toBe(`GET ${route}`);
    expect(await observed.series(`http_requests_total{method="GET",endpoint="${route}",status_code="200"}`)).toBe(1);
  });

  it('has its path in the line where no route is known', async () => {
    await rawGet(observed.port, '/nowhere?secret=1');
    await observed.serverSpans(1);
    expect(observed.requestLines().map(({ message }) => message)).toEqual(['GET /nowhere 404']);
  });

  it('knows the route of a body that cannot be read where the framework knows it', async () => {
    const response = await fetch(`${observed.url}/items/1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{ no json',
    });
    expect(response.status).toBe(400);
    const [span] = await observed.serverSpans(1);
    expect(span?.name).toBe(adapter === 'fastify' ? 'POST /items/:id' : 'POST');
  });
});
