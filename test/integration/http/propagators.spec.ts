import { request } from 'node:http';
import { Controller, Get } from '@nestjs/common';
import { propagation } from '@opentelemetry/api';
import { type PropagatorName, type TracingOptions, Tracing } from 'nestjs-telemetry';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const SHORT_ID = '8448eb211c80319c';
const OTHER_ID = '1'.repeat(32);
const SPAN_ID = 'b7ad6b7169203331';
const ALL: readonly PropagatorName[] = ['tracecontext', 'baggage', 'b3', 'b3multi', 'jaeger'];

type Headers = Readonly<Record<string, string | string[]>>;

@Controller()
class RelayController {
  constructor(private readonly tracing: Tracing) {}

  /** What this service would send on, and the baggage that it sees. */
  @Get('relay')
  relay(): { sent: Record<string, string>; baggage: Record<string, string> } {
    const entries = propagation.getActiveBaggage()?.getAllEntries() ?? [];
    return {
      sent: this.tracing.inject({}),
      baggage: Object.fromEntries(entries.map(([key, { value }]) => [key, value])),
    };
  }
}

/** Unlike fetch, it sends a header twice when told to, and any header. */
function call(url: string, headers: Headers): Promise<ReturnType<RelayController['relay']>> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve(JSON.parse(body) as ReturnType<RelayController['relay']>));
    })
      .on('error', reject)
      .end();
  });
}

describe.each(ADAPTERS)('callers of a service on %s', (adapter) => {
  let observed: ObservedApplication | undefined;
  afterEach(async () => {
    await observed?.close();
    observed = undefined;
  });

  const start = async (tracing: TracingOptions) => {
    observed = await startObserved(adapter, { controllers: [RelayController] }, { tracing });
    return observed;
  };

  it.each<[string, readonly PropagatorName[], Headers, string]>([
    ['b3', ['b3'], { b3: `${TRACE_ID}-${SPAN_ID}-1-05e3ac9a4f6e3b90` }, TRACE_ID],
    ['b3 with 64 bits', ['b3'], { b3: `${SHORT_ID}-${SPAN_ID}-1` }, SHORT_ID.padStart(32, '0')],
    ['b3 with ids only', ['b3'], { b3: `${TRACE_ID}-${SPAN_ID}` }, TRACE_ID],
    ['b3multi', ['b3multi'], { 'X-B3-TraceId': TRACE_ID, 'X-B3-SpanId': SPAN_ID, 'X-B3-Sampled': '1' }, TRACE_ID],
    ['b3multi, debug', ['b3multi'], { 'X-B3-TraceId': TRACE_ID, 'X-B3-SpanId': SPAN_ID, 'X-B3-Flags': '1' }, TRACE_ID],
    ['jaeger', ['jaeger'], { 'Uber-Trace-Id': `${TRACE_ID}:${SPAN_ID}:0:1` }, TRACE_ID],
    [
      'jaeger, encoded',
      ['jaeger'],
      { 'uber-trace-id': `${SHORT_ID}%3A${SPAN_ID}%3A0%3A3` },
      SHORT_ID.padStart(32, '0'),
    ],
    ['one of several', ALL, { 'uber-trace-id': `${TRACE_ID}:${SPAN_ID}:0:1` }, TRACE_ID],
    ['two at once', ALL, { b3: `${OTHER_ID}-${SPAN_ID}-1`, traceparent: `00-${TRACE_ID}-${SPAN_ID}-01` }, TRACE_ID],
    [
      'two at once, b3 first',
      ['b3', 'tracecontext'],
      { b3: `${TRACE_ID}-${SPAN_ID}-1`, traceparent: `00-${OTHER_ID}-${SPAN_ID}-01` },
      TRACE_ID,
    ],
    [
      'two at once, one broken',
      ALL,
      { b3: `${TRACE_ID}-${SPAN_ID}-1`, traceparent: `ff-${OTHER_ID}-${SPAN_ID}-01` },
      TRACE_ID,
    ],
  ])('are continued: %s', async (_case, propagators, headers, traceId) => {
    const { url, serverSpans } = await start({ propagators });
    const { sent } = await call(`${url}/relay`, headers);
    const [span] = await serverSpans(1);
    expect(span?.spanContext().traceId).toBe(traceId);
    expect(span?.parentSpanContext).toMatchObject({ spanId: SPAN_ID, isRemote: true });
    expect(Object.values(sent).every((value) => value.includes(traceId) || value.length <= 16)).toBe(true);
    expect(JSON.stringify(sent)).toContain(span?.spanContext().spanId);
  });

  it.each<[string, Headers]>([
    ['b3 with a trace id too long', { b3: `1${TRACE_ID}-${SPAN_ID}-1` }],
    ['b3 twice', { b3: [`${TRACE_ID}-${SPAN_ID}-1`, `${OTHER_ID}-${SPAN_ID}-1`] }],
    ['b3 with zeros', { b3: `${'0'.repeat(32)}-${SPAN_ID}-1` }],
    ['b3multi in upper case', { 'x-b3-traceid': TRACE_ID.toUpperCase(), 'x-b3-spanid': SPAN_ID, 'x-b3-sampled': '1' }],
    ['b3multi with two traces', { 'x-b3-traceid': [TRACE_ID, OTHER_ID], 'x-b3-spanid': SPAN_ID }],
    ['jaeger twice', { 'uber-trace-id': [`${TRACE_ID}:${SPAN_ID}:0:1`, `${OTHER_ID}:${SPAN_ID}:0:1`] }],
    ['jaeger with a trace id too long', { 'uber-trace-id': `1${TRACE_ID}:${SPAN_ID}:0:1` }],
    ['jaeger with broken encoding', { 'uber-trace-id': `${TRACE_ID}%3`, 'uberctx-a': '%E0%A4%A' }],
    ['traceparent twice', { traceparent: [`00-${TRACE_ID}-${SPAN_ID}-01`, `00-${OTHER_ID}-${SPAN_ID}-01`] }],
    [
      'traceparent of the future twice',
      { traceparent: [`cc-${TRACE_ID}-${SPAN_ID}-01-x`, `cc-${OTHER_ID}-${SPAN_ID}-01`] },
    ],
    [
      'everything broken at once',
      { traceparent: '00-', b3: '-', 'x-b3-traceid': 'x', 'uber-trace-id': ':::', baggage: '%' },
    ],
  ])('begin a trace of their own: %s', async (_case, headers) => {
    const { url, serverSpans, lines } = await start({ propagators: ALL });
    await call(`${url}/relay`, headers);
    const [span] = await serverSpans(1);
    expect(span?.parentSpanContext).toBeUndefined();
    expect(span?.spanContext().traceId).toMatch(/^[0-9a-f]{32}$/);
    expect([TRACE_ID, OTHER_ID]).not.toContain(span?.spanContext().traceId);
    expect(lines().filter((line) => line.level !== 'info')).toEqual([]);
  });

  it('have their debug flag carried on', async () => {
    const { url } = await start({ propagators: ['jaeger'] });
    const { sent } = await call(`${url}/relay`, { 'uber-trace-id': `${TRACE_ID}:${SPAN_ID}:0:3` });
    expect(sent['uber-trace-id']).toMatch(new RegExp(`^${TRACE_ID}:(?!${SPAN_ID})[0-9a-f]{16}:0:03$`));
  });

  it('have their baggage merged', async () => {
    const { url } = await start({ propagators: ALL });
    const { baggage, sent } = await call(`${url}/relay`, {
      baggage: 'user=ann,__proto__=x',
      'uberctx-user': 'bob',
      'uberctx-city': 'k%C3%B6ln',
    });
    expect(baggage).toEqual({ user: 'ann', city: 'köln' });
    expect(sent).toMatchObject({ 'uberctx-user': 'ann', 'uberctx-city': 'k%C3%B6ln' });
  });

  it.each<[string, TracingOptions, Headers, number]>([
    ['b3 deny', { propagators: ['b3'] }, { b3: '0' }, 0],
    ['b3multi deny', { propagators: ['b3multi'] }, { 'x-b3-sampled': '0' }, 0],
    ['b3 debug', { propagators: ['b3'], sampler: 'never' }, { b3: 'd' }, 1],
    ['jaeger-debug-id', { propagators: ['jaeger'], sampler: 'never' }, { 'jaeger-debug-id': 'ticket-7' }, 1],
    ['b3 deny, not heard', { propagators: ['b3'], parentBased: false }, { b3: '0' }, 1],
  ])('decide on sampling without a trace: %s', async (_case, tracing, headers, spans) => {
    const { url, serverSpans } = await start(tracing);
    await call(`${url}/relay`, headers);
    expect(await serverSpans(spans)).toHaveLength(spans);
  });

  it('find their debug id on the first span', async () => {
    const { url, serverSpans } = await start({ propagators: ['jaeger'], sampler: 'never' });
    await call(`${url}/relay`, { 'jaeger-debug-id': 'ticket-7' });
    expect((await serverSpans(1))[0]?.attributes).toMatchObject({ 'jaeger-debug-id': 'ticket-7' });
  });
});
