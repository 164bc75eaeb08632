import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AlwaysOffSampler, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Operation, Result } from '../../lib/observation/index.js';
import { withForeignSpan } from '../../lib/context/foreign-span.js';
import { TracingObserver } from '../../lib/tracing/tracing.observer.js';
import { describeObserverContract } from '../observation/observer-contract.js';
import { ExaminedSpanExporter } from '../conventions/registry/examined-exporter.js';

function create(): { observer: TracingObserver; spans(): Promise<ReadableSpan[]> } {
  const exporter = new ExaminedSpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  return {
    observer: new TracingObserver(provider.getTracer('test')),
    spans: async () => {
      await provider.forceFlush();
      return exporter.getFinishedSpans();
    },
  };
}

describeObserverContract('tracing', () => {
  const { observer, spans } = create();
  return { observer, ends: async () => (await spans()).length };
});

async function spanOf(result: Result, operation: Partial<Operation> = {}): Promise<ReadableSpan> {
  const { observer, spans } = create();
  const described = { kind: 'database', name: 'SELECT', labels: { a: 1 }, attributes: { b: '2' }, ...operation };
  const recording = observer.begin(described, ROOT_CONTEXT);
  recording?.describe?.({ ...described, name: 'SELECT users', labels: { a: 1, table: 'users' } });
  recording?.end(described, { ...result, durationMs: 1 });
  return (await spans())[0] as ReadableSpan;
}

describe('the span of an operation', () => {
  it('has its best name, its kind, and all that is known', async () => {
    const span = await spanOf({ failed: false, facts: { rows: 3 } });
    expect([span.name, span.kind, span.status.code]).toEqual(['SELECT users', SpanKind.CLIENT, SpanStatusCode.UNSET]);
    expect(span.attributes).toEqual({ a: 1, b: '2', table: 'users', rows: 3 });
    expect((await spanOf({ failed: false, facts: {} }, { kind: 'unknown' })).kind).toBe(SpanKind.INTERNAL);
  });

  it.each<[string, unknown, string | undefined, object | undefined]>([
    [
      'an Error',
      new RangeError('too much'),
      'too much',
      { 'exception.type': 'RangeError', 'exception.message': 'too much' },
    ],
    ['an Error with a code', Object.assign(new Error('x'), { code: 'E_X' }), 'x', { 'exception.type': 'Error' }],
    ['a frozen Error', Object.freeze(new Error('cold')), 'cold', { 'exception.stacktrace': expect.any(String) }],
    ['a text', 'just text', 'just text', { 'exception.message': 'just text' }],
    ['null', null, 'null', { 'exception.message': 'null' }],
    ['an object without text', Object.create(null), 'something that has no text', {}],
    ['nothing', undefined, undefined, undefined],
  ])('is failed with %s', async (_what, error, message, exception) => {
    const span = await spanOf({ failed: true, error, facts: {} });
    expect(span.status).toEqual({ code: SpanStatusCode.ERROR, ...(message === undefined ? {} : { message }) });
    expect(span.events.map((event) => event.name)).toEqual(exception === undefined ? [] : ['exception']);
    expect(span.events[0]?.attributes ?? {}).toMatchObject(exception ?? {});
  });

  it('is the active one below, and the parent of what begins there', async () => {
    const { observer, spans } = create();
    const operation = { kind: 'function', name: 'outer', labels: {}, attributes: {} };
    const outer = observer.begin(operation, ROOT_CONTEXT);
    const inner = observer.begin({ ...operation, name: 'inner' }, outer?.context ?? ROOT_CONTEXT);
    for (const recording of [inner, outer]) recording?.end(operation, { failed: false, facts: {}, durationMs: 1 });
    const [first, second] = await spans();
    expect(first?.parentSpanContext?.spanId).toBe(second?.spanContext().spanId);
    expect(trace.getSpanContext(outer?.context ?? ROOT_CONTEXT)).toEqual(second?.spanContext());
  });
});

describe('an operation below a span that is not sampled', () => {
  const operation = { kind: 'database', name: 'SELECT', labels: {}, attributes: {} };
  const tracer = new TracerProvider({ sampler: new AlwaysOffSampler() }).getTracer('test');
  const unsampled = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 0 };

  it('needs no span of its own, if nothing there is ever recorded', () => {
    const observer = new TracingObserver(tracer, true);
    const root = observer.begin(operation, ROOT_CONTEXT)?.context ?? ROOT_CONTEXT;
    expect(trace.getSpanContext(root)).toMatchObject({ traceFlags: 0 });
    expect(observer.begin(operation, root)).toBeUndefined();
    expect(new TracingObserver(tracer).begin(operation, root)).toBeDefined();
  });

  it('has an id of its own when that span is in another process', () => {
    const observer = new TracingObserver(tracer, true);
    const parent = trace.setSpanContext(ROOT_CONTEXT, { ...unsampled, isRemote: true });
    const context = observer.begin(operation, parent)?.context ?? ROOT_CONTEXT;
    expect(trace.getSpanContext(context)).toMatchObject({ traceId: unsampled.traceId, traceFlags: 0 });
    expect(trace.getSpanContext(context)?.spanId).not.toBe(unsampled.spanId);
  });

  it('is recorded below one that was recorded, sampled or not, also when that has ended', async () => {
    const { observer: recording, spans } = create();
    const parent = recording.begin(operation, ROOT_CONTEXT);
    parent?.end(operation, { failed: false, facts: {}, durationMs: 1 });
    const child = new TracingObserver(trace.getTracer('none'), true).begin(operation, parent?.context ?? ROOT_CONTEXT);
    expect(child).toBeDefined();
    expect(await spans()).toHaveLength(1);
  });
});

describe('an operation that somebody else makes the span of', () => {
  const operation = { kind: 'http.server', name: 'GET', labels: { method: 'GET' }, attributes: {} };

  it('describes that span, and neither ends it nor passes the word on', async () => {
    const { observer, spans } = create();
    const theirs = new TracerProvider().getTracer('theirs').startSpan('HTTP');
    const context = withForeignSpan(trace.setSpan(ROOT_CONTEXT, theirs));
    const recording = observer.begin(operation, context);
    recording?.describe?.({ ...operation, name: 'GET /a', labels: { method: 'GET', route: '/a' } });
    recording?.end(operation, { failed: true, error: new Error('no'), facts: {}, durationMs: 1 });
    const span = theirs as unknown as ReadableSpan;
    expect([span.name, span.ended, span.events.length]).toEqual(['GET /a', false, 1]);
    expect(span.attributes).toEqual({ method: 'GET', route: '/a' });
    observer.begin({ ...operation, kind: 'database' }, recording?.context ?? ROOT_CONTEXT)?.end(operation, {
      failed: false,
      facts: {},
      durationMs: 1,
    });
    expect((await spans()).map((inner) => inner.parentSpanContext?.spanId)).toEqual([theirs.spanContext().spanId]);
  });

  it('leaves a span alone that is not that of the operation', () => {
    const { observer } = create();
    const current = new TracerProvider().getTracer('theirs').startSpan('handler');
    const outgoing = { ...operation, kind: 'http.client' };
    const recording = observer.begin(outgoing, withForeignSpan(trace.setSpan(ROOT_CONTEXT, current)));
    recording?.describe?.({ ...outgoing, name: 'changed' });
    recording?.end(outgoing, { failed: true, error: new Error('no'), facts: {}, durationMs: 1 });
    const span = current as unknown as ReadableSpan;
    expect([span.name, span.ended, span.events]).toEqual(['handler', false, []]);
  });
});
