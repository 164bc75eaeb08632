import type { INestApplication } from '@nestjs/common';
import { Controller, Get, Inject } from '@nestjs/common';
import { type Context, context as contextApi, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { RPCType, setRPCMetadata } from '@opentelemetry/core';
import { AlwaysOffSampler, AlwaysOnSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import type { ReadableSpan, Sampler } from '@opentelemetry/sdk-trace';
import { Tracing } from 'nestjs-telemetry';
import { ADAPTERS, startObserved } from '../observed-application.js';

@Controller()
class BirdsController {
  constructor(@Inject(Tracing) private readonly tracing: Tracing) {}

  @Get('birds/:id')
  bird(): string {
    return this.tracing.run('look it up', () => 'wren');
  }
}

/** Behaves as OpenTelemetry's instrumentations of HTTP and of a router, which keeps a span of its own active. */
function underTheirSpans(app: INestApplication, sampler: Sampler, withMetadata: boolean): ReadableSpan[] {
  const tracer = new TracerProvider({ sampler }).getTracer('theirs');
  const servers: ReadableSpan[] = [];
  const server = app.getHttpServer() as { emit(name: string, ...rest: unknown[]): boolean };
  const emit = server.emit.bind(server);
  server.emit = (name, ...rest) => {
    if (name !== 'request') return emit(name, ...rest);
    const span = tracer.startSpan('GET', { kind: SpanKind.SERVER }, ROOT_CONTEXT);
    servers.push(span as unknown as ReadableSpan);
    let context: Context = trace.setSpan(ROOT_CONTEXT, span);
    if (withMetadata) context = setRPCMetadata(context, { type: RPCType.HTTP, span });
    const inner = tracer.startSpan('middleware', {}, context);
    return contextApi.with(trace.setSpan(context, inner), () => emit(name, ...rest));
  };
  return servers;
}

describe.each(ADAPTERS)('A request on %s below spans of another instrumentation', (adapter) => {
  const start = async (sampler: Sampler, withMetadata = true) => {
    let theirs: ReadableSpan[] = [];
    const observed = await startObserved(adapter, { controllers: [BirdsController] }, {}, (app) => {
      theirs = underTheirSpans(app, sampler, withMetadata);
    });
    expect(await (await fetch(`${observed.url}/birds/7`)).text()).toBe('wren');
    const spans = await observed.spans();
    const lines = observed.requestLines();
    await observed.close();
    return { theirs, spans, lines };
  };

  it('has no second server span where an inner span is active', async () => {
    const { theirs, spans, lines } = await start(new AlwaysOnSampler());
    expect(spans.map(({ name }) => name)).toEqual(['look it up']);
    expect(theirs.map(({ name }) => name)).toEqual(['GET /birds/:id']);
    expect(theirs[0]?.attributes).toMatchObject({ 'http.route': '/birds/:id' });
    expect(spans[0]?.spanContext().traceId).toBe(theirs[0]?.spanContext().traceId);
    expect(lines.map((line) => line.trace_id)).toEqual([theirs[0]?.spanContext().traceId]);
  });

  it('stays theirs where they sample nothing', async () => {
    const { spans } = await start(new AlwaysOffSampler());
    expect(spans).toEqual([]);
  });

  it('is ours where the active span is not known to be of a request', async () => {
    const { spans } = await start(new AlwaysOnSampler(), false);
    expect(spans.filter(({ kind }) => kind === SpanKind.SERVER).map(({ name }) => name)).toEqual(['GET /birds/:id']);
  });
});
