import { Catch, Controller, Get, Header, Module, Param, Res, VersioningType } from '@nestjs/common';
import type { NestMiddleware, ArgumentsHost, ExceptionFilter, MiddlewareConsumer, NestModule } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { trace } from '@opentelemetry/api';
import { CurrentSpan, type HttpOptions } from 'nestjs-telemetry';
import type { Span } from '@opentelemetry/api';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const PARENT_ID = 'b7ad6b7169203331';

class MarksRequest implements NestMiddleware {
  use(_request: unknown, _response: unknown, next: () => void): void {
    trace.getActiveSpan()?.setAttribute('seen.by.middleware', true);
    next();
  }
}

@Controller('birds')
class BirdsController {
  @Get('health')
  health(): string {
    return 'fine';
  }

  @Get(':id')
  @Header('Content-Type', 'text/plain')
  one(@Param('id') id: string, @CurrentSpan() span: Span): string {
    span.setAttribute('bird.id', id);
    return id;
  }

  @Get('raw/answer')
  raw(@Res() response: { send(body: string): void }): void {
    response.send('by hand');
  }

  @Get('broken/wing')
  broken(): never {
    throw new Error('cannot fly');
  }
}

@Module({ controllers: [BirdsController] })
class BirdsModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(MarksRequest).forRoutes('*path');
  }
}

@Catch()
class AnswersEverything implements ExceptionFilter {
  constructor(private readonly host: HttpAdapterHost) {}

  catch(_error: unknown, host: ArgumentsHost): void {
    this.host.httpAdapter.reply(host.switchToHttp().getResponse(), 'sorry', 503);
  }
}

describe.each(ADAPTERS)('the HTTP server instrumentation on %s', (adapter) => {
  let observed: ObservedApplication | undefined;
  afterEach(async () => {
    await observed?.close();
    observed = undefined;
  });

  const start = (http: HttpOptions = {}, prepare?: Parameters<typeof startObserved>[3]) =>
    startObserved(adapter, { imports: [BirdsModule] }, { http }, prepare);

  it('continues the trace of the caller', async () => {
    observed = await start();
    await fetch(`${observed.url}/birds/wren`, { headers: { traceparent: `00-${TRACE_ID}-${PARENT_ID}-01` } });
    const [span] = await observed.serverSpans(1);
    expect(span?.spanContext().traceId).toBe(TRACE_ID);
    expect(span?.parentSpanContext).toMatchObject({ spanId: PARENT_ID, isRemote: true });
    expect(span?.attributes).toMatchObject({ 'bird.id': 'wren', 'seen.by.middleware': true });
  });

  it('keeps the caller’s decision not to sample', async () => {
    observed = await start();
    await fetch(`${observed.url}/birds/wren`, { headers: { traceparent: `00-${TRACE_ID}-${PARENT_ID}-00` } });
    expect(await observed.serverSpans(0)).toEqual([]);
    expect(observed.requestLines()).toEqual([expect.objectContaining({ trace_id: TRACE_ID, sampled: false })]);
    expect(await observed.series('http_requests_total{method="GET",endpoint="/birds/:id",status_code="200"}')).toBe(1);
  });

  it.each([
    'garbage',
    `00-${'0'.repeat(32)}-${PARENT_ID}-01`,
    `ff-${TRACE_ID}-${PARENT_ID}-01`,
    `00-${TRACE_ID}-short-01`,
  ])('starts a new trace for the malformed traceparent %j', async (traceparent) => {
    observed = await start();
    await fetch(`${observed.url}/birds/wren`, { headers: { traceparent } });
    const [span] = await observed.serverSpans(1);
    expect(span?.parentSpanContext).toBeUndefined();
    expect(span?.spanContext().traceId).not.toBe(TRACE_ID);
  });

  it('names the span by the template with global prefix and version', async () => {
    observed = await start({}, (app) => {
      app.setGlobalPrefix('api');
      app.enableVersioning({ type: VersioningType.URI, defaultVersion: '2' });
    });
    await fetch(`${observed.url}/api/v2/birds/wren`);
    expect((await observed.serverSpans(1))[0]?.name).toBe('GET /api/v2/birds/:id');
    expect((await fetch(`${observed.url}/metrics`)).status).toBe(200);
  });

  it('serves metrics, and does not observe that', async () => {
    observed = await start();
    const response = await fetch(`${observed.url}/metrics?debug=1`);
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(await response.text()).toContain('# TYPE http_requests_total counter');
    expect(await observed.serverSpans(0)).toEqual([]);
    expect(observed.requestLines()).toEqual([]);
  });

  it('leaves ignored paths alone', async () => {
    observed = await start({ ignorePaths: ['/birds/health', '/internal/*'] });
    await fetch(`${observed.url}/birds/health`);
    await fetch(`${observed.url}/internal/anything`);
    await fetch(`${observed.url}/birds/wren`);
    expect(await observed.serverSpans(1)).toHaveLength(1);
  });

  it('sees a response that the handler sends by hand', async () => {
    observed = await start();
    await fetch(`${observed.url}/birds/raw/answer`);
    expect((await observed.serverSpans(1))[0]?.attributes).toMatchObject({
      'http.response.status_code': 200,
      'http.response.body.size': 7,
    });
  });

  it('sees the exception that a filter for everything answers, and leaves the answer to it', async () => {
    observed = await start({}, (app) => app.useGlobalFilters(new AnswersEverything(app.get(HttpAdapterHost))));
    const response = await fetch(`${observed.url}/birds/broken/wing`);
    expect([response.status, await response.text()]).toEqual([503, 'sorry']);
    const [span] = await observed.serverSpans(1);
    expect(span?.status.message).toBe('cannot fly');
    expect(span?.events.map((event) => event.name)).toEqual(['exception']);
  });

  it('counts a client’s mistakes as errors when asked to', async () => {
    observed = await start({ errorStatusFrom: 400 });
    await fetch(`${observed.url}/nowhere`);
    expect((await observed.serverSpans(1))[0]?.attributes['error.type']).toBe('NotFoundException');
  });

  it('goes on to a request hook that was there before', async () => {
    const seen: string[] = [];
    observed = await start({}, (app) => {
      const host = app.getHttpAdapter() as unknown as {
        setOnRequestHook(hook: (request: { url: string }, response: unknown, done: () => void) => void): void;
      };
      host.setOnRequestHook((request, _response, done) => {
        seen.push(`${request.url} ${trace.getActiveSpan() !== undefined}`);
        done();
      });
    });
    await fetch(`${observed.url}/birds/wren`);
    expect(await observed.serverSpans(1)).toHaveLength(1);
    expect(seen).toEqual(['/birds/wren true']);
  });

  it.each<[HttpOptions['trustProxy'], Record<string, string>, string]>([
    [undefined, { 'x-forwarded-for': '203.0.113.7', 'x-real-ip': '203.0.113.8' }, '127.0.0.1'],
    [true, { 'x-forwarded-for': '203.0.113.7, 10.0.0.1' }, '203.0.113.7'],
    [1, { 'x-forwarded-for': '203.0.113.7, 10.0.0.1' }, '10.0.0.1'],
    [['loopback', '10.0.0.0/8'], { 'x-forwarded-for': '198.51.100.1, 203.0.113.7, 10.0.0.1' }, '203.0.113.7'],
    [['10.0.0.0/8'], { 'x-forwarded-for': '203.0.113.7' }, '127.0.0.1'],
    [true, { 'x-real-ip': '203.0.113.8' }, '203.0.113.8'],
    [['10.0.0.0/8'], { 'x-real-ip': '203.0.113.8' }, '127.0.0.1'],
  ])('trusting %j, headers %j come from %s', async (trustProxy, headers, client) => {
    observed = await start(trustProxy === undefined ? {} : { trustProxy });
    await fetch(`${observed.url}/birds/wren`, { headers });
    expect((await observed.serverSpans(1))[0]?.attributes['client.address']).toBe(client);
  });
});
