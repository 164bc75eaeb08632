import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Operation, Result } from '../../lib/observation/index.js';
import { TracingObserver } from '../../lib/tracing/tracing.observer.js';
import { describeObserverContract } from '../observation/observer-contract.js';

function create(): { observer: TracingObserver; spans(): Promise<ReadableSpan[]> } {
  const exporter = new InMemorySpanExporter();
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
  recording.describe?.({ ...described, name: 'SELECT users', labels: { a: 1, table: 'users' } });
  recording.end(described, { ...result, durationMs: 1 });
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
    ['an Error with a code', Object.assign(new Error('x'), { code: 'E_X' }), 'x', { 'exception.type': 'E_X' }],
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
    const inner = observer.begin({ ...operation, name: 'inner' }, outer.context ?? ROOT_CONTEXT);
    for (const recording of [inner, outer]) recording.end(operation, { failed: false, facts: {}, durationMs: 1 });
    const [first, second] = await spans();
    expect(first?.parentSpanContext?.spanId).toBe(second?.spanContext().spanId);
    expect(trace.getSpanContext(outer.context ?? ROOT_CONTEXT)).toEqual(second?.spanContext());
  });
});
