import { Controller, Get } from '@nestjs/common';
import { SpanStatusCode, type TextMapGetter, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { Tracing, type TracingOptions } from 'nestjs-telemetry';
import { SeededIds } from '../../tracing/seeded-ids.js';
import { until } from '../../until.js';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { HousePropagator, ListReporter, PathSampler } from './custom-parts.js';
import { ExaminedSpanExporter } from '../../conventions/registry/examined-exporter.js';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const PARENT_ID = 'b7ad6b7169203331';
const TRACEPARENT = `00-${TRACE_ID}-${PARENT_ID}-01`;

@Controller()
class ToolsController {
  constructor(private readonly tracing: Tracing) {}

  @Get('tools')
  async tools(): Promise<object> {
    return this.tracing.run('sharpen', async () => ({
      current: this.tracing.currentContext(),
      sent: this.tracing.inject({}),
    }));
  }

  @Get('quiet')
  quiet(): string {
    return 'quiet';
  }
}

let observed: ObservedApplication | undefined;
afterEach(async () => {
  await observed?.close();
  observed = undefined;
});

async function start(adapter: (typeof ADAPTERS)[number], tracing: TracingOptions): Promise<ObservedApplication> {
  observed = await startObserved(adapter, { controllers: [ToolsController] }, { service: { name: 'tools' }, tracing });
  return observed;
}

describe.each(ADAPTERS)('parts of the user’s own on %s', (adapter) => {
  it('report, make ids, sample and propagate, all in one application', async () => {
    const reporter = new ListReporter();
    const ids = new SeededIds(3);
    const { url, app, series } = await start(adapter, {
      exporter: reporter,
      idGenerator: ids,
      sampler: new PathSampler('/quiet'),
      propagators: [new HousePropagator()],
      parentBased: false,
    });
    const get = async (path: string, headers: Record<string, string> = {}) =>
      (await fetch(url + path, { headers })).text();
    const answer = JSON.parse(await get('/tools', { 'x-house-trace': `${TRACE_ID}.${PARENT_ID}` })) as {
      current: { traceId: string; spanId: string; sampled: boolean };
      sent: object;
    };
    await get('/tools', { traceparent: TRACEPARENT });
    await get('/quiet');
    const requests = (path: string) => series(`http_requests_total{method="GET",endpoint="${path}",status_code="200"}`);
    await until(async () => (await requests('/quiet')) === 1);
    await app.get(Tracing).flush();

    const [sharpen, server, ...second] = reporter.spans;
    expect([sharpen?.operationName, server?.operationName]).toEqual(['sharpen', 'GET /tools']);
    expect(server).toMatchObject({
      traceId: TRACE_ID,
      parentSpanId: PARENT_ID,
      serviceName: 'tools',
      status: 'unset',
      tags: { sampled_by: 'path', 'http.route': '/tools', 'http.response.status_code': 200 },
    });
    expect(sharpen).toMatchObject({ traceId: TRACE_ID, parentSpanId: server?.spanId });
    expect(answer.current).toEqual({ traceId: TRACE_ID, spanId: sharpen?.spanId, sampled: true });
    expect(answer.sent).toEqual({ 'x-house-trace': `${TRACE_ID}.${sharpen?.spanId}` });
    const sameSeed = new SeededIds(3);
    expect([server?.spanId, sharpen?.spanId]).toEqual([sameSeed.generateSpanId(), sameSeed.generateSpanId()]);
    // A format that is not configured begins a trace, with the next id of the generator.
    expect(second.map(({ operationName }) => operationName)).toEqual(['sharpen', 'GET /tools']);
    expect(second[1]).toMatchObject({ traceId: ids.traceIds[0], parentSpanId: undefined });
    expect([await requests('/tools'), await requests('/quiet')]).toEqual([2, 1]);
    expect(reporter.closed).toBe(0);
    await observed?.close();
    observed = undefined;
    expect(reporter.closed).toBe(1);
  });

  it('static tags are on every span, or on those that serve a request', async () => {
    const reporter = new ListReporter();
    const { url, app } = await start(adapter, {
      exporter: reporter,
      tags: { team: 'birds', zones: ['a', 'b'] },
      serverTags: { tier: 1 },
    });
    await (await fetch(`${url}/tools`)).text();
    await until(async () => {
      await app.get(Tracing).flush();
      return reporter.spans.length >= 2;
    });
    expect(reporter.named('sharpen')?.tags).toMatchObject({ team: 'birds', zones: ['a', 'b'] });
    expect(reporter.named('sharpen')?.tags).not.toHaveProperty('tier');
    expect(reporter.named('GET /tools')?.tags).toMatchObject({ team: 'birds', zones: ['a', 'b'], tier: 1 });
  });
});

describe('spans by hand', () => {
  let reporter: ListReporter;
  let exporter: InMemorySpanExporter;
  let tracing: Tracing;
  beforeEach(async () => {
    reporter = new ListReporter();
    exporter = new ExaminedSpanExporter();
    tracing = (await start('express', { exporter: [reporter, exporter] })).app.get(Tracing);
  });

  async function finished(): Promise<ReadableSpan> {
    await tracing.flush();
    const [span, ...others] = exporter.getFinishedSpans();
    expect(others).toEqual([]);
    return span as ReadableSpan;
  }

  it('have the parent, times, timed records and links that they were given', async () => {
    const parent = tracing.extract({ traceparent: TRACEPARENT });
    const linked = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 };
    const span = tracing.startSpan(
      'by hand',
      { startTime: new Date('2026-01-01T00:00:00Z'), links: [{ context: linked, attributes: { why: 'batch' } }] },
      parent,
    );
    span.addEvent('half way', { left: 5 }, new Date('2026-01-01T00:00:01.500Z'));
    span.addEvent('nearly', new Date('2026-01-01T00:00:02Z'));
    span.addLink({ context: { ...linked, spanId: '3'.repeat(16) } });
    span.end(new Date('2026-01-01T00:00:03Z'));

    expect((await finished()).links.map(({ context, attributes }) => [context.spanId, attributes])).toEqual([
      ['2'.repeat(16), { why: 'batch' }],
      ['3'.repeat(16), undefined],
    ]);
    expect(reporter.spans).toEqual([
      expect.objectContaining({
        traceId: TRACE_ID,
        parentSpanId: PARENT_ID,
        startTime: new Date('2026-01-01T00:00:00Z'),
        finishTime: new Date('2026-01-01T00:00:03Z'),
        durationMs: 3_000,
        logs: [
          { timestamp: new Date('2026-01-01T00:00:01.500Z'), name: 'half way', fields: { left: 5 } },
          { timestamp: new Date('2026-01-01T00:00:02Z'), name: 'nearly', fields: {} },
        ],
      }),
    ]);
  });

  it('take attributes of every primitive and array type', async () => {
    const attributes = {
      text: 'a',
      empty: '',
      whole: 7,
      fraction: 0.5,
      negative: -1,
      yes: true,
      no: false,
      texts: ['a', 'b'],
      numbers: [1, 2.5],
      booleans: [true, false],
      gaps: ['a', null, 'b'],
      none: [],
    };
    tracing.startSpan('typed', { attributes }).setAttributes({ later: 1 }).end();
    expect((await finished()).attributes).toEqual({ ...attributes, later: 1 });
    expect(reporter.spans[0]?.tags).toEqual({ ...attributes, later: 1 });
  });

  it('record errors, on the current span and on another', async () => {
    const other = tracing.startSpan('other');
    tracing.run('current', () => {
      tracing.recordError(new RangeError('out of range'));
      tracing.recordError('just text', other);
      tracing.addEvent('went on', { after: 'the error' });
      tracing.setAttributes({ attempts: 2 });
      expect(tracing.currentSpan()?.spanContext().spanId).toBe(tracing.currentContext()?.spanId);
    });
    other.end();
    await tracing.flush();
    const current = exporter.getFinishedSpans().find(({ name }) => name === 'current');
    expect(current?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'out of range' });
    expect(current?.events.map(({ name }) => name)).toEqual(['exception', 'went on']);
    expect(current?.events[0]?.attributes).toMatchObject({
      'exception.type': 'RangeError',
      'exception.message': 'out of range',
    });
    expect(current?.attributes).toEqual({ attempts: 2 });
    expect(reporter.named('other')).toMatchObject({ status: 'error', statusMessage: 'just text' });
  });

  it('give the current trace context, and none outside', () => {
    expect(tracing.currentContext()).toBeUndefined();
    expect(tracing.currentSpan()).toBeUndefined();
    const context = tracing.run('inside', () => tracing.currentContext());
    expect(context).toEqual({
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
      sampled: true,
    });
  });

  it('cross any carrier: a Map', () => {
    const sent = tracing.run('sending', () =>
      tracing.inject(new Map<string, string>(), { set: (map, key, value) => map.set(key, value) }),
    );
    const getter: TextMapGetter<Map<string, string>> = {
      keys: (map) => [...map.keys()],
      get: (map, key) => map.get(key),
    };
    const [, traceId] = sent.get('traceparent')?.split('-') ?? [];
    expect(trace.getSpanContext(tracing.extract(sent, getter))).toMatchObject({ traceId, isRemote: true });
  });

  it('cross any carrier: headers of Kafka, in Buffers', () => {
    type Headers = Record<string, Buffer | undefined>;
    const headers: Headers = { traceparent: Buffer.from(TRACEPARENT), other: Buffer.from([0xff]) };
    const getter: TextMapGetter<Headers> = {
      keys: (carrier) => Object.keys(carrier),
      get: (carrier, key) => carrier[key]?.toString(),
    };
    const parent = tracing.extract(headers, getter);
    expect(trace.getSpanContext(parent)).toMatchObject({ traceId: TRACE_ID, spanId: PARENT_ID, isRemote: true });
    // Without a getter, Buffers are read as text.
    expect(trace.getSpanContext(tracing.extract(headers as never))).toMatchObject({ traceId: TRACE_ID });
    const span = tracing.startSpan('consumed', {}, parent);
    const sent = tracing.inject<Headers>({}, { set: (carrier, key, value) => (carrier[key] = Buffer.from(value)) });
    expect(sent).toEqual({});
    expect(span.spanContext().traceId).toBe(TRACE_ID);
    span.end();
  });

  it('are no more after shutdown, which sends what waits and closes once', async () => {
    tracing.startSpan('before').end();
    await tracing.shutdown();
    expect(reporter.spans.map(({ operationName }) => operationName)).toEqual(['before']);
    tracing.startSpan('after').end();
    await tracing.shutdown();
    expect(reporter.spans).toHaveLength(1);
    expect(reporter.closed).toBe(1);
  });
});
