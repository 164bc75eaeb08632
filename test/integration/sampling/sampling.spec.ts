import { Controller, Get, Param } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import type { TracingOptions } from 'nestjs-telemetry';
import { setTimeout as delay } from 'node:timers/promises';
import { perOperation, probabilistic, SamplingServer } from '../../tracing/samplers/remote/sampling-server.js';
import { until } from '../../until.js';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const SAMPLED_CALLER = { traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` };

@Controller()
class BirdsController {
  @Get('health')
  health(): string {
    return 'fine';
  }

  @Get('birds/:id')
  one(@Param('id') id: string): string {
    return id;
  }
}

describe.each(ADAPTERS)('sampling on %s', (adapter) => {
  let observed: ObservedApplication;
  let server: SamplingServer | undefined;
  afterEach(async () => {
    await observed.close();
    await server?.close();
    server = undefined;
  });

  async function start(tracing: TracingOptions): Promise<void> {
    observed = await startObserved(
      adapter,
      { controllers: [BirdsController] },
      { service: { name: 'birds' }, tracing },
    );
  }
  async function get(path: string, headers: Record<string, string> = {}): Promise<void> {
    await (await fetch(`${observed.url}${path}`, { headers })).text();
  }
  const requests = (endpoint: string) =>
    observed.series(`http_requests_total{method="GET",endpoint="${endpoint}",status_code="200"}`);
  const names = async () => (await observed.spans()).map((span) => span.name);

  it('leaves health checks out however they are called, and counts them', async () => {
    await start({ rules: [{ route: '/health', sampler: 'never' }] });
    await get('/health');
    await get('/health?full=1', SAMPLED_CALLER);
    await get('/health', SAMPLED_CALLER);
    await get('/birds/7');
    await get('/birds/8', SAMPLED_CALLER);
    const spans = await observed.serverSpans(2);
    expect(spans.map((span) => span.attributes['url.path'])).toEqual(['/birds/7', '/birds/8']);
    expect(spans[1]?.spanContext().traceId).toBe(TRACE_ID);
    expect(await names()).not.toContain('GET /health');
    expect(await requests('/birds/:id')).toBe(2);
    await until(async () => (await requests('/health')) === 3);
    expect(observed.requestLines()).toHaveLength(5);
  });

  it('counts all traffic at ratio 0, and follows a caller who samples', async () => {
    await start({ samplingRatio: 0 });
    for (let n = 0; n < 50; n++) await get(`/birds/${n}`);
    await get('/birds/51', SAMPLED_CALLER);
    await until(async () => (await requests('/birds/:id')) === 51);
    const spans = await observed.serverSpans(1);
    expect(spans.map((span) => span.attributes['url.path'])).toEqual(['/birds/51']);
    expect(observed.requestLines()).toHaveLength(51);
    expect(new Set(observed.requestLines().map((line) => line.trace_id)).size).toBe(51);
  });

  it('limits the traces of a second', async () => {
    await start({ sampler: { type: 'rateLimiting', tracesPerSecond: 0.001 } });
    for (let n = 0; n < 20; n++) await get(`/birds/${n}`);
    const spans = await observed.serverSpans(1);
    expect(spans.map((span) => span.attributes)).toEqual([
      expect.objectContaining({ 'url.path': '/birds/0', 'sampler.type': 'ratelimiting', 'sampler.param': 0.001 }),
    ]);
    await until(async () => (await requests('/birds/:id')) === 20);
  });

  it('does as a collector says, as soon as it says so, until the application is closed', async () => {
    server = await SamplingServer.start(probabilistic(0));
    await start({ sampler: { type: 'remote', endpoint: server.endpoint, pollIntervalMs: 10, initialRatio: 1 } });
    await server.askedAgain();
    for (let n = 0; n < 10; n++) await get(`/birds/${n}`);
    expect(await names()).toEqual([]);

    server.answer = probabilistic(1);
    await server.askedAgain();
    for (let n = 0; n < 10; n++) await get(`/birds/${n}`);
    const spans = await observed.serverSpans(10);
    expect(spans).toHaveLength(10);
    expect(spans[0]?.attributes).toMatchObject({ 'sampler.type': 'probabilistic', 'sampler.param': 1 });

    server.answer = perOperation(0, 0, { 'GET /birds/:id': 1 });
    await server.askedAgain();
    await get('/health');
    await get('/birds/11');
    expect((await observed.serverSpans(11)).map((span) => span.name).slice(10)).toEqual(['GET /birds/:id']);
    expect((await observed.spans()).filter((span) => span.kind === SpanKind.CLIENT)).toEqual([]);
    expect(server.questions[0]?.url).toBe('/sampling?service=birds');

    await observed.close();
    // A question that is on its way may still arrive.
    await delay(50);
    const asked = server.questions.length;
    await delay(100);
    expect(server.questions).toHaveLength(asked);
  });
});
