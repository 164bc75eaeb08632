import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ROOT_CONTEXT, type Span } from '@opentelemetry/api';
import { fail, Keeping, MISSING } from './keeping.js';

const NOTHING_HELD = { traces: 0, spans: 0, bytes: 0 };
const SLOW = [new Date(1_700_000_000_000), new Date(1_700_000_001_000)] as const;

describe('maxAgeMs', () => {
  it('drops a trace whose root never ends, counts it and says so', () => {
    const keeping = new Keeping({ maxAgeMs: 1_000 });
    const hung = keeping.start('hung');
    keeping.start('child', hung).end();
    keeping.now += 1_000;
    keeping.start('another').end();
    expect(keeping.statistics.held).toMatchObject({ traces: 1, spans: 1 });
    keeping.now += 1;
    keeping.start('another').end();
    expect(keeping.statistics.held).toEqual(NOTHING_HELD);
    expect(keeping.statistics.fates.maxAgeMs).toEqual({ traces: 1, spans: 1 });
    expect(keeping.reports).toEqual([expect.stringContaining('maxAgeMs')]);
  });

  it('drops what waits for a child that never ends', () => {
    const keeping = new Keeping({ maxAgeMs: 1_000 });
    const root = keeping.start('root');
    keeping.start('forgotten', root);
    root.end();
    keeping.now += 1_001;
    keeping.start('another').end();
    expect(keeping.statistics.fates.maxAgeMs).toEqual({ traces: 1, spans: 1 });
    expect(keeping.statistics.held).toEqual(NOTHING_HELD);
  });

  it('is noticed by the spans of that trace alone', () => {
    const keeping = new Keeping({ maxAgeMs: 1_000 });
    const root = keeping.start('endless');
    for (let at = 0; at < 10; at++) {
      keeping.start('child', root).end();
      keeping.now += 200;
    }
    expect(keeping.statistics.fates.maxAgeMs).toEqual({ traces: 1, spans: 10 });
    expect(keeping.statistics.held).toEqual(NOTHING_HELD);
  });

  it('takes the beginning of a trace, not its failure or its root', () => {
    const keeping = new Keeping({ maxAgeMs: 1_000 });
    const root = keeping.start('root');
    keeping.start('early', root).end();
    keeping.now += 1_001;
    keeping.start('in time to be lost', root).end();
    fail(keeping.start('failed', root));
    root.end();
    expect(keeping.names).toEqual(['failed', 'root']);
    expect(keeping.reasons).toEqual({ root: 'error' });
    expect(keeping.exported[1]?.attributes[MISSING]).toBe(2);
    expect(keeping.statistics.fates.maxAgeMs).toEqual({ traces: 1, spans: 2 });
    expect(keeping.statistics.fates.error).toEqual({ traces: 1, spans: 2 });
  });
});

describe('maxTraces', () => {
  it('refuses the newest: those that are held are judged, and room that gets free is used', () => {
    const keeping = new Keeping({ maxTraces: 2 });
    const [first, second, third] = [keeping.start('first'), keeping.start('second'), keeping.start('third')];
    expect(keeping.statistics.held.traces).toBe(2);
    for (const root of [third, first, second]) {
      keeping.start(`child`, root).end();
      root.end(SLOW[1]);
    }
    expect(keeping.statistics.fates.maxTraces).toEqual({ traces: 1, spans: 2 });
    expect(keeping.statistics.fates.discarded).toEqual({ traces: 2, spans: 4 });
    expect(keeping.reports).toEqual([expect.stringContaining('maxTraces')]);

    const fourth = keeping.start('fourth');
    keeping.start('child of fourth', fourth).end();
    fail(fourth);
    expect(keeping.names).toEqual(['child of fourth', 'fourth']);
  });

  it('still lets a refused trace show its failure, and what is missing', () => {
    const keeping = new Keeping({ maxTraces: 1 });
    keeping.start('first');
    const refused = keeping.start('refused');
    keeping.start('lost', refused).end();
    fail(keeping.start('failed', refused));
    refused.end();
    expect(keeping.names).toEqual(['failed', 'refused']);
    expect(keeping.exported[1]?.attributes[MISSING]).toBe(1);
  });

  it('bounds traces that were begun and never ended', () => {
    const keeping = new Keeping({ maxTraces: 10 });
    for (let at = 0; at < 1_000; at++) keeping.start('child', keeping.start('root'));
    expect(keeping.statistics.held.traces).toBe(10);
    expect(keeping.statistics.fates.maxTraces.traces).toBe(990);
    keeping.now += 60_001;
    keeping.start('root');
    expect(keeping.statistics.held).toEqual({ ...NOTHING_HELD, traces: 1 });
  });
});

describe.each([
  { limit: 'maxSpans', options: { maxSpans: 20 } },
  { limit: 'maxBytes', options: { maxBytes: 20 * 904 } },
] as const)('$limit', ({ limit, options }) => {
  it('drops the trace that asks for more, and no other', () => {
    const keeping = new Keeping(options);
    const [small, large] = [keeping.start('small'), keeping.start('large')];
    keeping.start('kid', small).end();
    for (let at = 0; at < 30; at++) keeping.start('kid', large).end();
    expect(keeping.statistics.held).toMatchObject({ traces: 1, spans: 1 });
    expect(keeping.statistics.fates[limit]).toEqual({ traces: 1, spans: 30 });
    expect(keeping.reports).toEqual([expect.stringContaining(limit)]);

    fail(small);
    fail(large);
    expect(keeping.names).toEqual(['kid', 'small', 'large']);
    expect(keeping.exported.map((span) => span.attributes[MISSING])).toEqual([undefined, undefined, 30]);
    expect(keeping.statistics.held).toEqual(NOTHING_HELD);
  });

  it('under constant overload still leaves some traces whole, and never holds more', () => {
    const keeping = new Keeping(options);
    const running: Array<{ root: Span; children: number }> = [];
    for (let at = 0; at < 2_000; at++) {
      if (running.length < 10) running.push({ root: keeping.start('root', ROOT_CONTEXT, SLOW[0]), children: 0 });
      const one = running[(at * 7) % running.length];
      if (one === undefined) break;
      if (one.children++ < 5) keeping.start('kid', one.root).end();
      else {
        one.root.end(SLOW[1]);
        running.splice(running.indexOf(one), 1);
      }
      expect(keeping.statistics.held.spans).toBeLessThanOrEqual(20);
    }
    const roots = keeping.exported.filter((span) => span.name === 'root');
    const whole = roots.filter((span) => !(MISSING in span.attributes));
    expect(roots).toHaveLength(keeping.statistics.fates.slow.traces);
    expect(whole.length / roots.length).toBeGreaterThan(0.2);
    expect(whole.length).toBeLessThan(roots.length);
  });
});

describe('the size of a span', () => {
  it.each([
    { what: 'an attribute', fill: (span: Span, text: string) => span.setAttribute('text', text) },
    { what: 'a list', fill: (span: Span, text: string) => span.setAttribute('texts', [text]) },
    { what: 'an event', fill: (span: Span, text: string) => span.addEvent('event', { text }) },
    { what: 'a stack trace', fill: (span: Span, text: string) => span.recordException(text) },
    {
      what: 'a link',
      fill: (span: Span, text: string) => span.addLink({ context: span.spanContext(), attributes: { text } }),
    },
    { what: 'its name', fill: (span: Span, text: string) => span.updateName(text) },
  ])('counts $what', ({ fill }) => {
    const keeping = new Keeping();
    const root = keeping.start('root');
    const child = keeping.start('child', root);
    fill(child, 'x'.repeat(100_000));
    child.end();
    expect(keeping.statistics.held.bytes).toBeGreaterThan(100_000);
    expect(keeping.statistics.held.bytes).toBeLessThan(102_000);
    root.end();
    expect(keeping.statistics.held.bytes).toBe(0);
  });
});

describe('spans that were begun and never ended', () => {
  it('are garbage once the application has forgotten them and their trace is dropped', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const keeping = new Keeping({ maxAgeMs: 1_000 });
    const forgotten = begin(keeping);
    keeping.now += 1_001;
    keeping.start('another').end();
    for (let tries = 0; tries < 50 && forgotten.some((ref) => ref.deref() !== undefined); tries++) {
      await nextTurn();
      collectGarbage();
    }
    expect(forgotten).toHaveLength(6);
    expect(forgotten.filter((ref) => ref.deref() !== undefined)).toEqual([]);
  });
});

function begin(keeping: Keeping): ReadonlyArray<WeakRef<object>> {
  const root = keeping.start('root');
  const open = keeping.start('open', root);
  const ended = keeping.start('ended', root);
  ended.end();
  return [root, open, ended].flatMap((span) => [new WeakRef(span), new WeakRef(span.spanContext())]);
}
