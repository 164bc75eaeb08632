import { SpanKind, TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { TracingOptions } from 'nestjs-telemetry';
import { KeepStatistics } from '../../../lib/tracing/processors/keep-statistics.js';
import { until } from '../../until.js';
import { type Adapter, ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { ORDERS } from './orders.application.js';

const REASON = 'nestjs.keep.reason';
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const PARENT_ID = 'b7ad6b7169203331';

describe.each(ADAPTERS)('tracing.keep on %s, with samplingRatio 0', (adapter) => {
  let observed: ObservedApplication;
  afterEach(() => observed.close());

  async function start(tracing: TracingOptions = { keep: { slowerThanMs: 60_000 } }): Promise<void> {
    observed = await startOrders(adapter, tracing);
  }
  const statistics = () => observed.app.get(KeepStatistics, { strict: false });

  it('of 200 requests at once, of which 1 in 10 fails, exactly the failing ones arrive, whole', async () => {
    await start();
    const statuses = await Promise.all(
      Array.from({ length: 200 }, async (_, id) => {
        const response = await fetch(`${observed.url}/orders/priced/${id}`);
        await response.text();
        return response.status;
      }),
    );
    expect(statuses.filter((status) => status === 500)).toHaveLength(20);

    await until(() => observed.requestLines().length >= 200);
    expect(await observed.serverSpans(20)).toHaveLength(20);
    const traces = byTrace(await observed.spans());
    expect(traces.size).toBe(20);
    const paths: unknown[] = [];
    for (const spans of traces.values()) {
      const [, price, server] = spans;
      expect(spans.map((span) => span.name)).toEqual(['SELECT orders', 'price order', 'GET /orders/priced/:id']);
      expect(parents(spans)).toEqual([price?.spanContext().spanId, server?.spanContext().spanId, undefined]);
      expect(spans.map((span) => span.attributes[REASON])).toEqual([undefined, undefined, 'error']);
      expect(`/orders/priced/${String(price?.attributes['order.id'])}`).toBe(server?.attributes['url.path']);
      paths.push(server?.attributes['url.path']);
    }
    expect(paths.sort()).toEqual(Array.from({ length: 20 }, (_, at) => `/orders/priced/${at * 10}`).sort());

    const series = (name: string, status: number) =>
      observed.series(`${name}{method="GET",endpoint="/orders/priced/:id",status_code="${status}"}`);
    expect(await series('http_requests_total', 200)).toBe(180);
    expect(await series('http_requests_total', 500)).toBe(20);
    expect(await series('http_request_duration_seconds_count', 200)).toBe(180);
    expect(observed.requestLines()).toHaveLength(200);
    expect(observed.requestLines().every((line) => (line as { sampled?: boolean }).sampled === false)).toBe(true);
    expect(statistics().held).toEqual({ traces: 0, spans: 0, bytes: 0 });
    expect(statistics().fates).toMatchObject({
      error: { traces: 20, spans: 60 },
      discarded: { traces: 180, spans: 540 },
    });
  });

  it('keeps a request that succeeded over a failed call', async () => {
    await start();
    expect((await fetch(`${observed.url}/orders/forgiven/10`)).status).toBe(200);
    const [server] = await observed.serverSpans(1);
    expect(server?.attributes).toMatchObject({ 'http.response.status_code': 200, [REASON]: 'error' });
    expect((await observed.spans()).map((span) => span.name)).toEqual([
      'SELECT orders',
      'price order',
      'GET /orders/forgiven/:id',
    ]);
  });

  it('keeps a slow request', async () => {
    await start({ keep: { slowerThanMs: 50 } });
    await (await fetch(`${observed.url}/orders/slow/60`)).text();
    const [server] = await observed.serverSpans(1);
    expect(server?.attributes[REASON]).toBe('slow');
    expect((await observed.spans()).map((span) => span.name)).toEqual(['wait', 'GET /orders/slow/:ms']);
  });

  it('keeps a request whose background work failed after the answer', async () => {
    await start();
    await (await fetch(`${observed.url}/orders/background`)).text();
    const [server] = await observed.serverSpans(1);
    expect(server?.attributes[REASON]).toBe('error');
    const spans = await observed.spans();
    expect(spans.map((span) => span.name)).toEqual(['GET /orders/background', 'background work']);
    expect(parents(spans)).toEqual([undefined, server?.spanContext().spanId]);
  });

  it('tells the process itself and those it calls that the trace is not sampled', async () => {
    await start();
    const context = (await (await fetch(`${observed.url}/orders/context`)).json()) as Record<string, unknown>;
    expect(context).toMatchObject({ sampled: false, recording: true });
    expect(context['traceparent']).toBe(`00-${String(context['traceId'])}-${String(context['spanId'])}-02`);
  });

  it.each([
    { flags: '00', fails: true, reasons: ['error'] },
    { flags: '00', fails: false, reasons: [] },
    { flags: '01', fails: true, reasons: [undefined] },
    { flags: '01', fails: false, reasons: [undefined] },
  ])('below a caller with flags $flags, failing: $fails', async ({ flags, fails, reasons }) => {
    await start();
    const headers = { traceparent: `00-${TRACE_ID}-${PARENT_ID}-${flags}`, ...(fails ? { 'x-fail': 'yes' } : {}) };
    await (await fetch(`${observed.url}/orders/context`, { headers })).text();
    const spans = await observed.serverSpans(reasons.length);
    expect(spans.map((span) => span.attributes[REASON])).toEqual(reasons);
    for (const span of spans) {
      expect(span.spanContext()).toMatchObject({ traceId: TRACE_ID, traceFlags: TraceFlags.SAMPLED });
      expect(span.parentSpanContext).toMatchObject({ spanId: PARENT_ID, isRemote: true });
    }
  });

  it('says in the log when a limit is met, and still shows the failure', async () => {
    await start({ keep: { maxTraces: 1 } });
    expect(await (await fetch(`${observed.url}/orders/asking/${observed.port}`)).text()).toBe('500');
    const [server, ...others] = await observed.serverSpans(1);
    expect(others).toEqual([]);
    expect(server?.name).toBe('GET /orders/priced/:id');
    expect(statistics().fates.maxTraces.traces).toBe(1);
    const warnings = observed.lines().filter((line) => line.level === 'warn' && line.message.includes('maxTraces'));
    expect(warnings).toHaveLength(1);
  });

  it('is not there without the option: unsampled work is not even recorded', async () => {
    await start({});
    const context = (await (await fetch(`${observed.url}/orders/context`)).json()) as object;
    expect(context).toMatchObject({ sampled: false, recording: false });
    await (await fetch(`${observed.url}/orders/priced/10`)).text();
    expect(await observed.serverSpans(0)).toEqual([]);
    expect(statistics()).toEqual(new KeepStatistics());
  });
});

function startOrders(adapter: Adapter, tracing: TracingOptions): Promise<ObservedApplication> {
  return startObserved(adapter, ORDERS, { tracing: { samplingRatio: 0, ...tracing } });
}

function byTrace(spans: readonly ReadableSpan[]): Map<string, ReadableSpan[]> {
  expect(new Set(spans.map((span) => span.spanContext().spanId)).size).toBe(spans.length);
  expect(spans.filter((span) => span.kind === SpanKind.SERVER)).toHaveLength(spans.length / 3);
  return Map.groupBy(spans, (span) => span.spanContext().traceId);
}

function parents(spans: readonly ReadableSpan[]): ReadonlyArray<string | undefined> {
  return spans.map((span) => span.parentSpanContext?.spanId);
}
