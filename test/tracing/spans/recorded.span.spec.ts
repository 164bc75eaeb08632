import {
  type Attributes,
  type Context,
  context as contextApi,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { suppressTracing, TraceState } from '@opentelemetry/core';
import { defaultResource } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  InMemorySpanExporter,
  type ReadableSpan,
  type Sampler,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { ClockedTracer } from '../../../lib/tracing/spans/clocked.tracer.js';
import { SeededIds } from '../seeded-ids.js';

const REMOTE = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1, isRemote: true };
const TRACE_STATE = new TraceState('a=1');
const BELOW_REMOTE = trace.setSpanContext(ROOT_CONTEXT, REMOTE);
const AT = new Date('2026-01-02T03:04:05.100Z');
const LATER = new Date('2026-01-02T03:04:06.200Z');

function tracers(sampler: Sampler = new AlwaysOnSampler()): { tracer: Tracer; finished: () => ReadableSpan[] }[] {
  const [theirs, ours] = [new InMemorySpanExporter(), new InMemorySpanExporter()];
  const sdk = new TracerProvider({
    sampler,
    idGenerator: new SeededIds(1),
    spanProcessors: [new SimpleSpanProcessor({ exporter: theirs })],
  });
  const processors = [new SimpleSpanProcessor({ exporter: ours })];
  const own = new ClockedTracer(
    { scope: { name: 'test', version: '', schemaUrl: '' }, resource: defaultResource(), processors },
    { sampler, ids: new SeededIds(1), hasRandomIds: false },
  );
  return [
    { tracer: sdk.getTracer('test', ''), finished: () => theirs.getFinishedSpans() },
    { tracer: own, finished: () => ours.getFinishedSpans() },
  ];
}

/** All that exporters read. Times that were not given differ between two spans. */
function shown(span: ReadableSpan, withTimes: boolean): object {
  const { name, kind, parentSpanContext, status, attributes, links, ended, droppedAttributesCount } = span;
  const { droppedEventsCount, droppedLinksCount, startTime, endTime, duration } = span;
  const times = withTimes ? { startTime, endTime, duration } : {};
  const events = withTimes ? span.events : span.events.map(({ time: _, ...event }) => event);
  return {
    ...{ name, kind, parentSpanContext, status, attributes, links, ended, events, ...times },
    ...{ droppedAttributesCount, droppedEventsCount, droppedLinksCount, context: span.spanContext() },
  };
}

const many = (count: number): Attributes =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`key ${at}`, at]));
const link = (at: number) => ({ context: { ...REMOTE, spanId: String(at).padStart(16, '0') }, attributes: { at } });
const wrong = (value: unknown) => value as never;

const CASES: Readonly<Record<string, (tracer: Tracer) => Span>> = {
  'nothing but a name': (tracer) => tracer.startSpan('plain', undefined, ROOT_CONTEXT),
  'a parent': (tracer) => tracer.startSpan('child', { kind: SpanKind.CLIENT }, BELOW_REMOTE),
  'a parent with a trace state': (tracer) =>
    tracer.startSpan('child', {}, trace.setSpanContext(ROOT_CONTEXT, { ...REMOTE, traceState: TRACE_STATE })),
  'a root below a parent': (tracer) => tracer.startSpan('root', { root: true }, BELOW_REMOTE),
  'an invalid parent': (tracer) =>
    tracer.startSpan('root', {}, trace.setSpanContext(ROOT_CONTEXT, { ...REMOTE, spanId: '0'.repeat(16) })),
  'attributes of every type': (tracer) =>
    tracer
      .startSpan('span', { attributes: { text: 'a', number: 1, flag: false, list: ['a', 'b'], gone: undefined } })
      .setAttributes({ bytes: wrong(new Uint8Array([1])), nested: wrong({ a: { b: [1] } }), nothing: wrong(null) })
      .setAttribute('', 'no name')
      .setAttribute('big', wrong(1n))
      .setAttribute('symbol', wrong(Symbol('s')))
      .setAttribute(
        'function',
        wrong(() => 1),
      )
      .setAttribute('text', 'changed')
      .setAttribute('undefined', undefined),
  'no object as attributes': (tracer) =>
    tracer
      .startSpan('span', { attributes: wrong('text') })
      .setAttributes(wrong({}))
      .setAttributes({ __proto__: 1, constructor: 'c' } as never),
  'too many attributes at the start': (tracer) => tracer.startSpan('span', { attributes: many(130) }),
  'too many attributes later': (tracer) =>
    tracer
      .startSpan('span', { attributes: many(127) })
      .setAttributes(many(200))
      .setAttribute('key 1', 'changed'),
  events: (tracer) =>
    tracer
      .startSpan('span')
      .addEvent('plain')
      .addEvent('with attributes', { a: 1, b: ['x'], nested: wrong({ a: 1 }) }),
  'too many events': (tracer) => {
    const span = tracer.startSpan('span');
    for (let at = 0; at < 131; at++) span.addEvent(`event ${at}`);
    return span;
  },
  links: (tracer) =>
    tracer
      .startSpan('span', { links: [link(1)] })
      .addLink(link(2))
      .addLinks([link(3), link(4)]),
  'too many links': (tracer) =>
    tracer.startSpan('span', { links: Array.from({ length: 130 }, (_, at) => link(at)) }).addLink(link(999)),
  'a failure': (tracer) => tracer.startSpan('span').setStatus({ code: SpanStatusCode.ERROR, message: 'refused' }),
  'a failure without a text': (tracer) =>
    tracer.startSpan('span').setStatus({ code: SpanStatusCode.ERROR, message: wrong(7) }),
  'OK after a failure': (tracer) =>
    tracer
      .startSpan('span')
      .setStatus({ code: SpanStatusCode.ERROR })
      .setStatus({ code: SpanStatusCode.OK, message: 'x' }),
  'a failure after OK': (tracer) =>
    tracer.startSpan('span').setStatus({ code: SpanStatusCode.OK }).setStatus({ code: SpanStatusCode.ERROR }),
  'unset after a failure': (tracer) =>
    tracer.startSpan('span').setStatus({ code: SpanStatusCode.ERROR }).setStatus({ code: SpanStatusCode.UNSET }),
  exceptions: (tracer) => {
    const span = tracer.startSpan('span');
    span.recordException('a text');
    span.recordException({ name: 'TypeError', message: 'no', stack: 'at x' });
    span.recordException({ code: 404, message: 'gone' });
    span.recordException(wrong({}));
    span.recordException(wrong(undefined));
    return span;
  },
  'another name': (tracer) => tracer.startSpan('span').updateName('other'),
};

const TIMES: Readonly<Record<string, (tracer: Tracer) => void>> = {
  dates: (tracer) => {
    const span = tracer.startSpan('span', { startTime: AT });
    span.addEvent('event', AT).addEvent('other', { a: 1 }, LATER).recordException('text', LATER);
    span.end(LATER);
  },
  milliseconds: (tracer) => tracer.startSpan('span', { startTime: AT.getTime() + 0.25 }).end(LATER.getTime() + 0.5),
  'seconds and nanoseconds': (tracer) => tracer.startSpan('span', { startTime: [1, 999_999_999] }).end([3, 1]),
  'an end before the start': (tracer) => tracer.startSpan('span', { startTime: LATER }).end(AT),
};

describe('A span', () => {
  it.each(Object.keys(CASES))('has what the SDK would have written: %s', (name) => {
    const [theirs, ours] = tracers().map(({ tracer, finished }) => {
      CASES[name]?.(tracer).end();
      return finished().map((span) => shown(span, false));
    });
    expect(theirs).toHaveLength(1);
    expect(ours).toEqual(theirs);
  });

  it.each(Object.keys(TIMES))('has the times that the application gives: %s', (name) => {
    const [theirs, ours] = tracers().map(({ tracer, finished }) => {
      TIMES[name]?.(tracer);
      return finished().map((span) => shown(span, true));
    });
    expect(theirs).toHaveLength(1);
    expect(ours).toEqual(theirs);
  });

  it('that starts at a given time and ends now has a precise end', () => {
    const ours = tracers()[1];
    const outer = ours?.tracer.startSpan('outer', { startTime: Date.now() - 1_000 }) as Span;
    const inner = ours?.tracer.startSpan('inner', {}, trace.setSpan(ROOT_CONTEXT, outer)) as Span;
    inner.end();
    outer.end();
    const [first, second] = ours?.finished() ?? [];
    expect(second?.duration[0]).toBe(1);
    const later =
      (second?.endTime[0] ?? 0) - (first?.endTime[0] ?? 0) || (second?.endTime[1] ?? 0) - (first?.endTime[1] ?? 0);
    expect(later).toBeGreaterThan(0);
  });

  it('takes a small number as a time of performance.now()', () => {
    const ours = tracers()[1];
    const from = performance.now();
    const span = ours?.tracer.startSpan('span', { startTime: from });
    span?.end(from + 1_000);
    const [finished] = ours?.finished() ?? [];
    const started = (finished?.startTime[0] ?? 0) * 1e3 + (finished?.startTime[1] ?? 0) / 1e6;
    expect(Math.abs(started - (performance.timeOrigin + from))).toBeLessThan(1_000);
  });

  it('does not change after its end', () => {
    for (const { tracer, finished } of tracers()) {
      const span = tracer.startSpan('span');
      span.end();
      const before = shown(finished()[0] as ReadableSpan, true);
      span.setAttribute('a', 1).setAttributes({ b: 1 }).addEvent('e').addLink(link(1)).updateName('other');
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.recordException('text');
      span.end(LATER);
      expect(span.isRecording()).toBe(false);
      expect(finished().map((each) => shown(each, true))).toEqual([before]);
    }
  });

  it('is not recorded when the sampler says so, and hands its ids on', () => {
    const [theirs, ours] = tracers(new AlwaysOffSampler()).map(({ tracer, finished }) => {
      const span = tracer.startSpan('span', {}, BELOW_REMOTE);
      span.end();
      return { recording: span.isRecording(), context: span.spanContext(), finished: finished() };
    });
    expect(ours).toEqual({ ...theirs, context: { ...theirs?.context, traceState: undefined } });
    expect(ours?.recording).toBe(false);
  });

  it('is not created where tracing is suppressed', () => {
    for (const { tracer, finished } of tracers()) {
      const span = tracer.startSpan('span', {}, suppressTracing(ROOT_CONTEXT));
      span.end();
      expect(span.spanContext().traceId).toBe('0'.repeat(32));
      expect(finished()).toEqual([]);
    }
  });

  it('can be made active for a function', () => {
    for (const { tracer, finished } of tracers()) {
      const seen: unknown[] = [];
      const note = (span: Span): string => {
        seen.push(span.spanContext().traceId);
        span.end();
        return 'result';
      };
      expect(tracer.startActiveSpan('one', note)).toBe('result');
      expect(tracer.startActiveSpan('two', { kind: SpanKind.CLIENT }, note)).toBe('result');
      expect(tracer.startActiveSpan('three', {}, BELOW_REMOTE, note)).toBe('result');
      expect(seen[2]).toBe(REMOTE.traceId);
      expect(finished().map(({ name, kind }) => [name, kind])).toEqual([
        ['one', SpanKind.INTERNAL],
        ['two', SpanKind.CLIENT],
        ['three', SpanKind.INTERNAL],
      ]);
    }
  });
});

describe('The flag for random trace ids', () => {
  const flags = (
    hasRandomIds: boolean,
    parent: Context,
    sampler: Sampler = new AlwaysOnSampler(),
  ): number | undefined => {
    const source = { scope: { name: 'test' }, resource: defaultResource(), processors: [] };
    const own = new ClockedTracer(source, { sampler, ids: new SeededIds(1), hasRandomIds });
    return own.startSpan('span', {}, parent).spanContext().traceFlags;
  };
  const below = (traceFlags: number) => trace.setSpanContext(contextApi.active(), { ...REMOTE, traceFlags });

  it('is set for own random ids alone', () => {
    expect(flags(true, ROOT_CONTEXT)).toBe(0b11);
    expect(flags(true, ROOT_CONTEXT, new AlwaysOffSampler())).toBe(0b10);
    expect(flags(false, ROOT_CONTEXT)).toBe(0b01);
  });

  it("is the caller's for a caller's trace", () => {
    expect(flags(true, below(0b01))).toBe(0b01);
    expect(flags(true, below(0b00))).toBe(0b01);
    expect(flags(false, below(0b11))).toBe(0b11);
    expect(flags(true, below(0b10), new AlwaysOffSampler())).toBe(0b10);
  });
});
