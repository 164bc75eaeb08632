import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { SpanStatusCode } from '@opentelemetry/api';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { FILE_SIZE, LifeCycleController } from './life-cycle.controller.js';

interface Case {
  readonly what: string;
  readonly method?: string;
  readonly path: string;
  readonly body?: string;
  /** Route template, or undefined where no route matches. */
  readonly route?: string;
  /** Where the adapters differ. */
  readonly routeOnFastify?: string;
  readonly status: number;
  readonly size?: number;
  /** `error.type` of the span. */
  readonly error?: string;
  readonly exception?: string;
}

const CASES: readonly Case[] = [
  { what: 'success', path: '/things/7/ok?token=secret', route: '/things/:id/ok', status: 200, size: 10 },
  { what: 'creation', method: 'POST', path: '/things', body: '{"a":1}', route: '/things', status: 201, size: 7 },
  { what: 'guard rejection', path: '/things/guarded', route: '/things/guarded', status: 403 },
  { what: 'pipe error', path: '/things/number/x', route: '/things/number/:n', status: 400 },
  {
    what: 'thrown error',
    path: '/things/throws',
    route: '/things/throws',
    status: 500,
    error: 'ORDER_LOST',
    exception: 'lost in a handler',
  },
  {
    what: 'rejected promise',
    path: '/things/rejects',
    route: '/things/rejects',
    status: 500,
    error: 'TypeError',
    exception: 'lost later',
  },
  { what: 'HTTP exception', path: '/things/teapot', route: '/things/teapot', status: 418 },
  {
    what: 'interceptor error',
    path: '/things/intercepted',
    route: '/things/intercepted',
    status: 500,
    error: 'ORDER_LOST',
    exception: 'lost in an interceptor',
  },
  { what: 'error that a filter answers', path: '/things/filtered', route: '/things/filtered', status: 410, size: 13 },
  { what: 'no content', method: 'DELETE', path: '/things/7', route: '/things/:id', status: 204, size: 0 },
  { what: 'HEAD', method: 'HEAD', path: '/things/headed', route: '/things/headed', status: 200, size: 0 },
  { what: 'redirect', path: '/things/moved', route: '/things/moved', status: 302 },
  { what: 'unknown path', path: '/nowhere/7', status: 404 },
  { what: 'unknown method on a known path', method: 'PUT', path: '/things', status: 404 },
  {
    what: 'malformed body',
    method: 'POST',
    path: '/things',
    body: '{"a"',
    status: 400,
    // Express reads the body before it looks for a route.
    routeOnFastify: '/things',
  },
  { what: 'event stream', path: '/things/events', route: '/things/events', status: 200 },
  { what: 'file download', path: '/things/file', route: '/things/file', status: 200, size: FILE_SIZE },
];

describe.each(ADAPTERS)('the life of a request on %s', (adapter) => {
  let observed: ObservedApplication;

  beforeEach(async () => {
    observed = await startObserved(adapter, { controllers: [LifeCycleController] });
  });
  afterEach(() => observed.close());

  it.each(CASES)('$what: one span, one sample, one line', async (expected) => {
    const { method = 'GET', path, body, status } = expected;
    const route = (adapter === 'fastify' ? expected.routeOnFastify : undefined) ?? expected.route;
    const response = await fetch(observed.url + path, {
      method,
      redirect: 'manual',
      ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
    });
    const received = (await response.arrayBuffer()).byteLength;
    const size = expected.size ?? received;

    const [span, ...others] = await observed.serverSpans(1);
    expect(response.status).toBe(status);
    expect(received).toBe(size);
    expect(others).toEqual([]);
    expect(span?.name).toBe(route === undefined ? method : `${method} ${route}`);
    expect(span?.attributes).toMatchObject({
      'http.request.method': method,
      'http.response.status_code': status,
      'http.response.body.size': size,
      'url.path': path.split('?')[0],
      'url.scheme': 'http',
      'server.address': '127.0.0.1',
      'server.port': observed.port,
      'client.address': '127.0.0.1',
    });
    expect(span?.attributes['http.route']).toBe(route);
    expect(span?.attributes['error.type']).toBe(expected.error);
    expect(span?.status.code).toBe(expected.error === undefined ? SpanStatusCode.UNSET : SpanStatusCode.ERROR);
    expect(span?.status.message).toBe(expected.exception);
    expect(JSON.stringify(span?.attributes)).not.toContain('secret');

    const labels = `{method="${method}",endpoint="${route ?? 'unmatched'}",status_code="${status}"}`;
    expect(await observed.series(`http_requests_total${labels}`)).toBe(1);
    expect(await observed.series(`http_request_duration_seconds_count${labels}`)).toBe(1);
    expect(await observed.series(`http_response_size_bytes_sum${labels}`)).toBe(size);
    const names = await observed.seriesNames();
    expect(names.filter((name) => name.startsWith('http_requests_total'))).toHaveLength(1);
    for (const name of names.filter((each) => each.startsWith('http_requests_in_flight'))) {
      expect(await observed.series(name)).toBe(0);
    }

    expect(observed.requestLines()).toEqual([
      expect.objectContaining({
        level: expected.error === undefined ? 'info' : 'error',
        trace_id: span?.spanContext().traceId,
        span_id: span?.spanContext().spanId,
        fields: expect.objectContaining({ method, status_code: status, url: path.split('?')[0] }),
      }),
    ]);
    expect(observed.requestLines()[0]?.error?.message).toBe(expected.exception);
  });

  it.each([
    { what: 'before any response', path: '/things/never', status: undefined, label: '499' },
    { what: 'in the middle of an event stream', path: '/things/endless', status: 200, label: '200' },
    { what: 'in the middle of a download', path: '/things/endless-file', status: 200, label: '200' },
  ])('a client that leaves $what: one span, one sample, one line', async ({ path, status, label }) => {
    await leave(observed, path, status !== undefined);

    const [span, ...others] = await observed.serverSpans(1);
    expect(others).toEqual([]);
    expect(span?.name).toBe(`GET ${path}`);
    expect(span?.attributes['http.response.status_code']).toBe(status);
    expect(span?.attributes['nestjs.http.request.aborted']).toBe(true);
    expect(span?.status.code).toBe(SpanStatusCode.UNSET);
    const labels = `{method="GET",endpoint="${path}",status_code="${label}"}`;
    expect(await observed.series(`http_requests_total${labels}`)).toBe(1);
    expect(await observed.series(`http_requests_in_flight{method="GET",endpoint="${path}"}`)).toBe(0);
    expect(observed.requestLines()).toHaveLength(1);
    expect(observed.requestLines()[0]?.fields).toMatchObject({ status_code: Number(label), aborted: true });
  });

  it('a client that leaves while it still sends its body', async () => {
    const arrived = once(observed.app.getHttpServer(), 'request');
    const socket = connect(observed.port, '127.0.0.1');
    socket.write(
      'POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a"',
    );
    await arrived;
    socket.destroy();

    const spans = await observed.serverSpans(1);
    expect(spans).toHaveLength(1);
    expect(spans[0]?.attributes['nestjs.http.request.aborted']).toBe(true);
    expect(observed.requestLines()).toHaveLength(1);
  });

  it('a method outside the known set is _OTHER everywhere', async () => {
    await new Promise<void>((resolve, reject) => {
      request(`${observed.url}/things`, { method: 'PROPFIND' }, (response) => response.resume().on('end', resolve))
        .on('error', reject)
        .end();
    });
    const [span] = await observed.serverSpans(1);
    expect(span?.name).toBe('HTTP');
    expect(span?.attributes).toMatchObject({
      'http.request.method': '_OTHER',
      'http.request.method_original': 'PROPFIND',
    });
    const names = await observed.seriesNames();
    expect(names.filter((name) => name.startsWith('http_requests_total'))).toEqual([
      expect.stringContaining('method="_OTHER"'),
    ]);
  });

  it('requests one after another on one connection are told apart', async () => {
    for (const id of ['1', '2', '3']) await (await fetch(`${observed.url}/things/${id}/ok`)).text();
    const spans = await observed.serverSpans(3);
    expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(3);
    expect(spans.map((span) => span.attributes['url.path'])).toEqual(['/things/1/ok', '/things/2/ok', '/things/3/ok']);
  });
});

/** Opens a request and destroys its connection, once the response has begun or soon after the start. */
async function leave(observed: ObservedApplication, path: string, afterFirstByte: boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const outgoing = request(`${observed.url}${path}`, (response) => {
      response.once('data', () => {
        outgoing.destroy();
        resolve();
      });
      response.on('error', () => undefined);
    });
    outgoing.on('error', () => resolve());
    outgoing.end();
    if (!afterFirstByte) setTimeout(() => outgoing.destroy(), 60);
  });
}
