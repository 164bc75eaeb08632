import { ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { fail, Keeping, MISSING, REASON, remoteParent } from './keeping.js';

const NOTHING_HELD = { traces: 0, spans: 0, bytes: 0 };

describe('a trace that the sampler dropped', () => {
  it('is whole, in order of end and each span once, when only a child failed', () => {
    const keeping = new Keeping();
    const root = keeping.start('root');
    const first = keeping.start('first', root);
    const second = keeping.start('second', root);
    const inner = keeping.start('inner', second);
    first.end();
    fail(inner);
    second.end();
    root.end();

    expect(keeping.names).toEqual(['first', 'inner', 'second', 'root']);
    expect(keeping.reasons).toEqual({ root: 'error' });
    expect(keeping.exported.map((span) => span.parentSpanContext?.spanId)).toEqual([
      root.spanContext().spanId,
      second.spanContext().spanId,
      root.spanContext().spanId,
      undefined,
    ]);
    expect(keeping.exported.every((span) => span.spanContext().traceFlags === TraceFlags.SAMPLED)).toBe(true);
    expect(keeping.exported.some((span) => MISSING in span.attributes)).toBe(false);
    expect(keeping.statistics.held).toEqual(NOTHING_HELD);
    expect(keeping.statistics.fates.error).toEqual({ traces: 1, spans: 4 });
  });

  it('stays unsampled for everybody else', () => {
    const keeping = new Keeping();
    const root = keeping.start('root');
    fail(keeping.start('child', root));
    fail(root);
    expect(keeping.exported).toHaveLength(2);
    expect(root.spanContext().traceFlags).toBe(TraceFlags.NONE);
    expect(Object.keys(root.spanContext())).toEqual(['traceId', 'spanId', 'traceFlags', 'traceState']);
    expect((root as unknown as { attributes: object }).attributes).toEqual({});
  });

  it('leaves nothing behind when all went well', () => {
    const keeping = new Keeping();
    const root = keeping.start('root');
    keeping.start('child', root).end();
    expect(keeping.statistics.held).toMatchObject({ traces: 1, spans: 1 });
    root.end();
    expect(keeping.names).toEqual([]);
    expect(keeping.statistics.held).toEqual(NOTHING_HELD);
    expect(keeping.statistics.fates.discarded).toEqual({ traces: 1, spans: 2 });
  });

  it('keeps everything of a span: events, links, times, status, trace state, what was left out', () => {
    const keeping = new Keeping();
    const root = keeping.start('root', remoteParent(TraceFlags.NONE));
    root.setAttributes({ 'order.id': 7, tags: ['a', 'b'] });
    root.recordException(new Error('lost'));
    root.addLink({ context: root.spanContext() });
    fail(root);

    const original = root as unknown as Record<string, unknown>;
    const { spanContext: _, attributes, ...rest } = keeping.exported[0] as unknown as Record<string, unknown>;
    for (const [key, value] of Object.entries(rest)) expect([key, value]).toEqual([key, original[key]]);
    expect(Object.keys(rest)).toHaveLength(15);
    expect(attributes).toEqual({ 'order.id': 7, tags: ['a', 'b'], [REASON]: 'error' });
    expect(keeping.exported[0]?.spanContext()).toEqual({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: root.spanContext().spanId,
      traceFlags: TraceFlags.SAMPLED,
      traceState: root.spanContext().traceState,
    });
    expect(keeping.exported[0]?.spanContext().traceState?.serialize()).toBe('vendor=1');
  });

  it('goes on at once from the failure on, whatever its root still does', () => {
    const keeping = new Keeping();
    const root = keeping.start('root');
    keeping.start('before', root).end();
    fail(keeping.start('failed', root));
    expect(keeping.names).toEqual(['before', 'failed']);
    keeping.start('after', root).end();
    expect(keeping.names).toEqual(['before', 'failed', 'after']);
    expect(keeping.statistics.held).toEqual(NOTHING_HELD);
  });
});

describe('a span that outlives its local root', () => {
  it('decides when it fails', () => {
    const keeping = new Keeping();
    const root = keeping.start('root');
    const late = keeping.start('late', root);
    root.end();
    expect(keeping.names).toEqual([]);
    fail(late);
    expect(keeping.names).toEqual(['root', 'late']);
    expect(keeping.reasons).toEqual({ root: 'error' });
  });

  it('ends the wait when it is fine', () => {
    const keeping = new Keeping();
    const root = keeping.start('root');
    const [one, two] = [keeping.start('one', root), keeping.start('two', root)];
    root.end();
    one.end();
    expect(keeping.statistics.held).toMatchObject({ traces: 1, spans: 2 });
    two.end();
    expect(keeping.statistics.held).toEqual(NOTHING_HELD);
    expect(keeping.names).toEqual([]);
  });

  it('follows at once when the trace was kept', () => {
    const keeping = new Keeping();
    const root = keeping.start('root');
    const late = keeping.start('late', root);
    fail(root);
    expect(keeping.names).toEqual(['root']);
    keeping.start('later', late).end();
    late.end();
    expect(keeping.names).toEqual(['root', 'later', 'late']);
    expect(keeping.reasons).toEqual({ root: 'error' });
  });

  it('turns the verdict of a trace that was discarded: it goes on, and what ends after it, and says what is missing', () => {
    const keeping = new Keeping();
    const root = keeping.start('root');
    keeping.start('child', root).end();
    root.end();
    const late = keeping.start('late', root);
    keeping.start('fine', late).end();
    const following = keeping.start('following', late);
    fail(late);
    fail(following);

    expect(keeping.names).toEqual(['late', 'following']);
    expect(keeping.reasons).toEqual({ late: 'error' });
    expect(keeping.exported[0]?.attributes[MISSING]).toBe(3);
    expect(keeping.statistics.fates.discarded).toEqual({ traces: 1, spans: 3 });
    expect(keeping.statistics.fates.error).toEqual({ traces: 1, spans: 2 });
  });
});

describe('local roots', () => {
  it('below an unsampled caller: kept when the work here failed, below that caller', () => {
    const keeping = new Keeping();
    const root = keeping.start('root', remoteParent(TraceFlags.NONE));
    fail(keeping.start('child', root));
    root.end();
    expect(keeping.names).toEqual(['child', 'root']);
    expect(keeping.reasons).toEqual({ root: 'error' });
    expect(keeping.exported[1]?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
  });

  it('below a sampled caller: passes through as the very same spans, without delay, also when they failed', () => {
    const keeping = new Keeping();
    const root = keeping.start('root', remoteParent(TraceFlags.SAMPLED));
    const child = keeping.start('child', root);
    fail(child);
    expect(keeping.exported).toEqual([child]);
    fail(root);
    expect(keeping.exported[1]).toBe(root);
    expect(keeping.reasons).toEqual({});
    expect(keeping.statistics).toEqual(new Keeping().statistics);
  });

  it('of one trace at the same time are judged each for itself', () => {
    const keeping = new Keeping();
    const fine = keeping.start('fine', remoteParent(TraceFlags.NONE));
    const bad = keeping.start('bad', remoteParent(TraceFlags.NONE));
    const [inFine, inBad] = [keeping.start('in fine', fine), keeping.start('in bad', bad)];
    fail(inBad);
    inFine.end();
    bad.end();
    fine.end();
    expect(keeping.names).toEqual(['in bad', 'bad']);
    expect(keeping.statistics.fates.discarded).toEqual({ traces: 1, spans: 2 });
  });

  it('of a process that calls itself are two', () => {
    const keeping = new Keeping();
    const outgoing = keeping.start('outgoing');
    const received = { ...outgoing.spanContext(), isRemote: true };
    fail(keeping.start('incoming', trace.setSpanContext(ROOT_CONTEXT, received)));
    outgoing.end();
    expect(keeping.names).toEqual(['incoming']);
    expect(keeping.exported[0]?.parentSpanContext?.spanId).toBe(outgoing.spanContext().spanId);
  });

  it('below a span of another application are of this one', () => {
    const [ours, theirs] = [new Keeping(), new Keeping()];
    const outer = theirs.start('outer');
    fail(ours.start('inner', outer));
    outer.end();
    expect(ours.names).toEqual(['inner']);
    expect(ours.reasons).toEqual({ inner: 'error' });
    expect(theirs.names).toEqual([]);
    expect(theirs.statistics.held).toEqual(NOTHING_HELD);
  });

  it('are found through a copy of the parent context', () => {
    const keeping = new Keeping();
    const root = keeping.start('root');
    fail(keeping.start('child', trace.setSpanContext(ROOT_CONTEXT, { ...root.spanContext() })));
    root.end();
    expect(keeping.names).toEqual(['child', 'root']);
    expect(keeping.reasons).toEqual({ root: 'error' });
  });
});

describe('a slow unit of work', () => {
  const START = new Date(1_700_000_000_000);
  const after = (ms: number) => new Date(START.getTime() + ms);

  it.each([
    { ms: 500, kept: [] },
    { ms: 501, kept: ['child', 'root'] },
  ])('of $ms ms against a limit of 500', ({ ms, kept }) => {
    const keeping = new Keeping();
    const root = keeping.start('root', ROOT_CONTEXT, START);
    keeping.start('child', root).end();
    root.end(after(ms));
    expect(keeping.names).toEqual(kept);
    expect(keeping.reasons).toEqual(kept.length === 0 ? {} : { root: 'slow' });
  });

  it('is not one whose child took long in the background', () => {
    const keeping = new Keeping();
    const root = keeping.start('root', ROOT_CONTEXT, START);
    const child = keeping.start('child', root, START);
    root.end(after(10));
    child.end(after(10_000));
    expect(keeping.names).toEqual([]);
  });

  it('that failed too is kept for the failure', () => {
    const keeping = new Keeping();
    const root = keeping.start('root', ROOT_CONTEXT, START);
    fail(keeping.start('child', root));
    root.end(after(900));
    expect(keeping.reasons).toEqual({ root: 'error' });
    expect(keeping.statistics.fates.slow).toEqual({ traces: 0, spans: 0 });
  });

  it('goes on when it ends, and its late spans after it', () => {
    const keeping = new Keeping();
    const root = keeping.start('root', ROOT_CONTEXT, START);
    const late = keeping.start('late', root);
    root.end(after(900));
    expect(keeping.names).toEqual(['root']);
    fail(late);
    expect(keeping.names).toEqual(['root', 'late']);
    expect(keeping.reasons).toEqual({ root: 'slow' });
  });

  it('is all that counts with errors: false', () => {
    const keeping = new Keeping({ errors: false });
    const slow = keeping.start('slow', ROOT_CONTEXT, START);
    fail(keeping.start('child of slow', slow));
    slow.end(after(501));
    fail(keeping.start('failed'));
    expect(keeping.names).toEqual(['child of slow', 'slow']);
    expect(keeping.reasons).toEqual({ slow: 'slow' });
  });
});
