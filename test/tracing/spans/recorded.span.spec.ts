import {
  type Attributes,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { TraceState } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { BELOW_REMOTE, REMOTE, shown, tracers } from './both-tracers.js';

const TRACE_STATE = new TraceState('a=1');
const AT = new Date('2026-01-02T03:04:05.100Z');
const LATER = new Date('2026-01-02T03:04:06.200Z');

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
});
