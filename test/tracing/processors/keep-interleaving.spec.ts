import type { Span } from '@opentelemetry/api';
import { fail, Keeping, REASON } from './keeping.js';

/** A small generator of pseudo-random numbers (mulberry32), so that a failure can be repeated. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

interface Expected {
  readonly spans: Span[];
  readonly ended: string[];
  open: Span[];
  failed: boolean;
}

/** Grows and ends spans of many traces in any order, below any span that is still open. */
function live(keeping: Keeping, seed: number): readonly Expected[] {
  const random = randomFrom(seed);
  const traces: Expected[] = [];
  for (let step = 0; step < 3_000; step++) {
    const running = traces.filter((trace) => trace.open.length > 0);
    const trace = running[random(running.length || 1)];
    if (trace === undefined || (running.length < 30 && random(10) === 0)) {
      const root = keeping.start('root');
      traces.push({ spans: [root], ended: [], open: [root], failed: false });
    } else if (trace.spans.length < 12 && random(2) === 0) {
      const child = keeping.start('child', trace.open[random(trace.open.length)]);
      trace.spans.push(child);
      trace.open.push(child);
    } else end(trace, random(trace.open.length), random(20) === 0);
  }
  for (const trace of traces) while (trace.open.length > 0) end(trace, random(trace.open.length), random(20) === 0);
  return traces;
}

function end(trace: Expected, at: number, failing: boolean): void {
  const [span] = trace.open.splice(at, 1);
  if (span === undefined) return;
  trace.ended.push(span.spanContext().spanId);
  if (failing) {
    trace.failed = true;
    fail(span);
  } else span.end();
}

describe('many traces at once, grown and ended in any order', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('arrive exactly when one of their spans failed, whole (seed %i)', (seed) => {
    const keeping = new Keeping({ maxTraces: 10_000, maxSpans: 100_000, slowerThanMs: Number.POSITIVE_INFINITY });
    const traces = live(keeping, seed);

    const arrived = new Map<string, string[]>();
    for (const span of keeping.exported) {
      const { traceId, spanId } = span.spanContext();
      arrived.set(traceId, [...(arrived.get(traceId) ?? []), spanId]);
    }
    const failed = traces.filter((trace) => trace.failed);
    expect(failed.length).toBeGreaterThan(10);
    expect(traces.length - failed.length).toBeGreaterThan(10);
    expect(arrived).toEqual(new Map(failed.map((trace) => [trace.spans[0]?.spanContext().traceId, trace.ended])));
    expect(keeping.exported.filter((span) => REASON in span.attributes).map((span) => span.name)).toEqual(
      failed.map(() => 'root'),
    );
    expect(keeping.statistics.held).toEqual({ traces: 0, spans: 0, bytes: 0 });
    expect(keeping.statistics.fates.discarded.traces).toBe(traces.length - failed.length);
  });
});
