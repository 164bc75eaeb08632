import { createServer, get, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpModule, HttpService } from '@nestjs/axios';
import { Controller, Get, Query } from '@nestjs/common';
import { context as contextApi, ROOT_CONTEXT, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { firstValueFrom } from 'rxjs';
import type { HttpOptions } from 'nestjs-telemetry';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';

type Client = (url: string) => Promise<number>;

function byNodeHttp(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    }).on('error', reject);
  });
}

async function byFetch(url: string): Promise<number> {
  const response = await fetch(url);
  await response.arrayBuffer();
  return response.status;
}

/** A request as another process would make it: this one's telemetry does not see it go out. */
function fromElsewhere(url: string, init?: RequestInit): Promise<Response> {
  return contextApi.with(suppressTracing(ROOT_CONTEXT), () => fetch(url, init));
}

@Controller()
class CallerController {
  constructor(private readonly axios: HttpService) {}

  private readonly clients: Readonly<Record<string, Client>> = {
    fetch: byFetch,
    'node:http': byNodeHttp,
    '@nestjs/axios': async (url) => (await firstValueFrom(this.axios.get(url, { validateStatus: () => true }))).status,
  };

  @Get('call')
  async call(@Query('by') by: string, @Query('url') url: string): Promise<object> {
    try {
      return { status: await this.clients[by]?.(url) };
    } catch (error) {
      return { error: (error as Error).name };
    }
  }

  @Get('abort')
  async abort(@Query('url') url: string): Promise<string> {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    return fetch(url, { signal: controller.signal }).then(
      () => 'answered',
      (error: Error) => error.name,
    );
  }
}

describe.each(ADAPTERS)('outgoing requests of an application on %s', (adapter) => {
  let observed: ObservedApplication;
  let downstream: Server;
  let received: IncomingHttpHeaders[];

  beforeEach(async () => {
    received = [];
    downstream = createServer((request, response) => {
      received.push(request.headers);
      if (request.url?.startsWith('/hang')) return;
      response.statusCode = Number(request.url?.match(/^\/status\/(\d+)/)?.[1] ?? 200);
      response.end('downstream');
    });
    await new Promise<void>((resolve) => downstream.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    await observed.close();
    downstream.closeAllConnections();
    downstream.close();
  });

  const start = async (http: HttpOptions = {}) => {
    observed = await startObserved(
      adapter,
      { imports: [HttpModule], controllers: [CallerController] },
      { http: { outgoing: true, ...http } },
    );
  };
  const port = () => (downstream.address() as AddressInfo).port;
  const call = (by: string, url: string) =>
    fromElsewhere(`${observed.url}/call?by=${encodeURIComponent(by)}&url=${encodeURIComponent(url)}`, {
      headers: { baggage: 'tenant=blue' },
    });
  const clientSpans = async () => {
    await observed.serverSpans(1);
    return (await observed.spans()).filter((span) => span.kind === SpanKind.CLIENT);
  };

  it.each(['fetch', 'node:http', '@nestjs/axios'])(
    '%s: one client span that the called service continues',
    async (by) => {
      await start();
      await call(by, `http://127.0.0.1:${port()}/status/200?key=secret&page=2`);

      const [span, ...others] = await clientSpans();
      const [server] = await observed.serverSpans(1);
      expect(others).toEqual([]);
      expect(span?.name).toBe('GET');
      expect(span?.attributes).toMatchObject({
        'http.request.method': 'GET',
        'server.address': '127.0.0.1',
        'server.port': port(),
        'url.full': `http://127.0.0.1:${port()}/status/200?key=REDACTED&page=REDACTED`,
        'http.response.status_code': 200,
      });
      expect(span?.parentSpanContext?.spanId).toBe(server?.spanContext().spanId);
      expect(received).toHaveLength(1);
      expect(received[0]?.['traceparent']).toBe(`00-${span?.spanContext().traceId}-${span?.spanContext().spanId}-03`);
      expect(received[0]?.['baggage']).toBe('tenant=blue');
      const labels = '{method="GET",server="127.0.0.1",status_code="200"}';
      expect(await observed.series(`http_client_request_duration_seconds_count${labels}`)).toBe(1);
    },
  );

  it.each([
    ['fetch', 404, SpanStatusCode.ERROR],
    ['node:http', 503, SpanStatusCode.ERROR],
    ['@nestjs/axios', 302, SpanStatusCode.UNSET],
  ])('%s: status %d', async (by, status, code) => {
    await start();
    await call(by, `http://127.0.0.1:${port()}/status/${status}`);
    const [span] = await clientSpans();
    expect(span?.attributes['http.response.status_code']).toBe(status);
    expect(span?.attributes['error.type']).toBe(code === SpanStatusCode.ERROR ? String(status) : undefined);
    expect(span?.status.code).toBe(code);
  });

  it.each(['fetch', 'node:http', '@nestjs/axios'])('%s: a refused connection is an error with its code', async (by) => {
    await start();
    const closed = port();
    await new Promise((resolve) => downstream.close(resolve));
    await call(by, `http://127.0.0.1:${closed}/`);
    const [span, ...others] = await clientSpans();
    expect(others).toEqual([]);
    expect(span?.attributes['error.type']).toBe('ECONNREFUSED');
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    const labels = '{method="GET",server="127.0.0.1",status_code=""}';
    expect(await observed.series(`http_client_request_duration_seconds_count${labels}`)).toBe(1);
  });

  it('a request that is called off is no error', async () => {
    await start();
    const url = `http://127.0.0.1:${port()}/hang`;
    expect(await (await fromElsewhere(`${observed.url}/abort?url=${encodeURIComponent(url)}`)).text()).toBe(
      'AbortError',
    );
    const [span, ...others] = await clientSpans();
    expect(others).toEqual([]);
    expect(span?.status.code).toBe(SpanStatusCode.UNSET);
    expect(span?.attributes['http.response.status_code']).toBeUndefined();
  });

  it.each(['fetch', 'node:http'])('%s: an excluded host gets no trace context', async (by) => {
    await start({ noPropagationTo: ['127.0.0.1'] });
    await call(by, `http://127.0.0.1:${port()}/`);
    expect(await clientSpans()).toHaveLength(1);
    expect(received[0]).not.toHaveProperty('traceparent');
    expect(received[0]).not.toHaveProperty('baggage');
  });

  it('stands aside when the request carries trace context already', async () => {
    await start();
    const own = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;
    await fetch(`http://127.0.0.1:${port()}/`, { headers: { traceparent: own } });
    expect(received[0]?.['traceparent']).toBe(own);
    expect(await observed.spans()).toEqual([]);
  });

  it('observes nothing when switched off', async () => {
    await start({ outgoing: false });
    await call('fetch', `http://127.0.0.1:${port()}/`);
    expect(await clientSpans()).toEqual([]);
    expect(received[0]).not.toHaveProperty('traceparent');
  });

  it('writes the trace context into the response when asked to, and no baggage', async () => {
    await start({ traceResponse: true });
    const response = await call('fetch', `http://127.0.0.1:${port()}/`);
    const [server] = await observed.serverSpans(1);
    expect(response.headers.get('traceparent')).toBe(
      `00-${server?.spanContext().traceId}-${server?.spanContext().spanId}-03`,
    );
    expect(response.headers.has('baggage')).toBe(false);
  });
});
