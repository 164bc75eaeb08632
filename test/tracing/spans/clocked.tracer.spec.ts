import { type Context, ROOT_CONTEXT, type Span, SpanKind, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { defaultResource } from '@opentelemetry/resources';
import { AlwaysOffSampler, AlwaysOnSampler, type Sampler } from '@opentelemetry/sdk-trace';
import { ClockedTracer } from '../../../lib/tracing/spans/clocked.tracer.js';
import { SeededIds } from '../seeded-ids.js';
import { BELOW_REMOTE, REMOTE, tracers } from './both-tracers.js';

describe('A tracer', () => {
  it('passes on the ids of a span that is not recorded', () => {
    const [theirs, ours] = tracers(new AlwaysOffSampler()).map(({ tracer, finished }) => {
      const span = tracer.startSpan('span', {}, BELOW_REMOTE);
      span.end();
      return { recording: span.isRecording(), context: span.spanContext(), finished: finished() };
    });
    expect(ours).toEqual({ ...theirs, context: { ...theirs?.context, traceState: undefined } });
    expect(ours?.recording).toBe(false);
  });

  it('creates no span where tracing is suppressed', () => {
    for (const { tracer, finished } of tracers()) {
      const span = tracer.startSpan('span', {}, suppressTracing(ROOT_CONTEXT));
      span.end();
      expect(span.spanContext().traceId).toBe('0'.repeat(32));
      expect(finished()).toEqual([]);
    }
  });

  it('makes a span active for a function', () => {
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
  const below = (traceFlags: number) => trace.setSpanContext(ROOT_CONTEXT, { ...REMOTE, traceFlags });

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
