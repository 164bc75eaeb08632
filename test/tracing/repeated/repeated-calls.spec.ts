import { SpanStatusCode } from '@opentelemetry/api';
import { hrTimeToMilliseconds } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { databaseOperation } from '../../../lib/conventions/database/database.js';
import { begin, end, query, SELECT_USERS, stage } from './repeated-stage.js';

const COUNT = 'nestjs.repeated.count';
const FAILED = 'nestjs.repeated.failed_count';
const TOTAL = 'nestjs.repeated.total_duration_ms';
const SLOWEST = 'nestjs.repeated.slowest_durations_ms';
const OFFSETS = 'nestjs.repeated.slowest_offsets_ms';
const SUMMARIES = 'nestjs.repeated_queries.summaries';
const COUNTS = 'nestjs.repeated_queries.counts';

const SELECT_ORDERS = databaseOperation({ system: 'postgresql', operation: 'SELECT', collection: 'orders' });

describe('queries of the same summary below one span', () => {
  it.each([
    [0, 0],
    [1, 0],
    [3, 3],
  ])('up to the limit of %i have spans of their own', (limit, made) => {
    const on = stage(limit);
    const [parent, context] = on.parent();
    for (let n = 0; n < made; n++) query(on, context);
    parent.end();
    expect(on.spans('SELECT users')).toHaveLength(made);
    expect(on.spans('SELECT users').every((span) => !(COUNT in span.attributes))).toBe(true);
    expect(on.spans('parent')[0]?.attributes).toEqual({});
  });

  it.each([0, 1, 3])('beyond the limit of %i become one', (limit) => {
    const on = stage(limit);
    const [parent, context] = on.parent();
    for (let n = 0; n < limit + 1; n++) query(on, context);
    parent.end();
    const spans = on.spans('SELECT users');
    expect(spans.map((span) => span.attributes[COUNT])).toEqual([...Array<undefined>(limit).fill(undefined), 1]);
    expect(on.spans('parent')[0]?.attributes).toEqual({ [SUMMARIES]: ['SELECT users'], [COUNTS]: [limit + 1] });
  });

  it('are told with count, total and the slowest three, and when those began', () => {
    const on = stage(2);
    const [parent, context] = on.parent();
    for (const ms of [100, 100, 5, 1, 9, 7, 9, 2]) query(on, context, ms);
    parent.end();
    const [, , collapsed] = on.spans('SELECT users');
    expect(collapsed?.attributes).toMatchObject({
      'db.system.name': 'postgresql',
      'db.collection.name': 'users',
      [COUNT]: 6,
      [TOTAL]: 33,
      [SLOWEST]: [9, 9, 7],
    });
    expect(collapsed?.attributes).not.toHaveProperty([FAILED]);
    const offsets = collapsed?.attributes[OFFSETS] as number[];
    expect(offsets).toHaveLength(3);
    expect(offsets[0]).toBeLessThanOrEqual(offsets[1] ?? 0);
    expect(offsets.every((offset) => offset >= 0)).toBe(true);
    expect(collapsed?.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
    expect(collapsed?.status.code).toBe(SpanStatusCode.UNSET);
  });

  it('are told before the parent ends, and within its time', () => {
    const on = stage(1);
    const [parent, context] = on.parent();
    for (let n = 0; n < 3; n++) query(on, context);
    parent.end();
    expect(on.spans().map(({ name }) => name)).toEqual(['SELECT users', 'SELECT users', 'parent']);
    const [, collapsed = [0, 0], above = [0, 0]] = on.spans().map(times);
    // Each span of the SDK has a clock of its own, which starts at a whole millisecond.
    expect(collapsed[0]).toBeGreaterThan(above[0] - 1);
    expect(collapsed[1]).toBeLessThan(above[1] + 1);
    expect(collapsed[1]).toBeGreaterThanOrEqual(collapsed[0]);
  });

  it('are one however many are under way at once', () => {
    const on = stage(2);
    const [parent, context] = on.parent();
    const open = Array.from({ length: 50 }, () => begin(on, context));
    for (const recording of open.toReversed()) end(recording);
    parent.end();
    expect(on.spans('SELECT users').map((span) => span.attributes[COUNT])).toEqual([undefined, undefined, 48]);
  });

  it('keep the span of each failure, in its own time, and are counted with the others', () => {
    const on = stage(1);
    const [parent, context] = on.parent();
    for (let n = 0; n < 6; n++) {
      const recording = begin(on, context);
      const failed = n === 3 || n === 5;
      recording.end(SELECT_USERS, {
        failed,
        error: failed ? Object.assign(new Error(`no ${n}`), { code: '57014' }) : undefined,
        facts: { 'db.response.status_code': failed ? '57014' : '00000' },
        durationMs: n,
      });
    }
    parent.end();
    const [, three, five, collapsed] = on.spans('SELECT users');
    for (const [span, message] of [
      [three, 'no 3'],
      [five, 'no 5'],
    ] as const) {
      expect(span?.status).toEqual({ code: SpanStatusCode.ERROR, message });
      expect(span?.events.map(({ name }) => name)).toEqual(['exception']);
      expect(span?.attributes).toMatchObject({ 'db.collection.name': 'users', 'db.response.status_code': '57014' });
      expect(span?.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
      const [begun = 0, ended = 0] = span === undefined ? [] : times(span);
      expect(ended).toBeGreaterThanOrEqual(begun);
    }
    expect(collapsed?.attributes).toMatchObject({ [COUNT]: 5, [FAILED]: 2, [TOTAL]: 15, [SLOWEST]: [5, 4, 3] });
    expect(collapsed?.status.code).toBe(SpanStatusCode.UNSET);
  });

  it('are told apart by summary and by parent', () => {
    const on = stage(1);
    const [one, below] = on.parent();
    const [other, elsewhere] = on.parent();
    for (let n = 0; n < 3; n++) {
      query(on, below);
      query(on, below, 1, SELECT_ORDERS);
      if (n < 1) query(on, elsewhere);
    }
    other.end();
    one.end();
    const told = on.spans('parent').map(({ attributes }) => attributes);
    expect(told).toEqual([{}, { [SUMMARIES]: ['SELECT users', 'SELECT orders'], [COUNTS]: [3, 3] }]);
    expect(on.spans('SELECT orders').map((span) => span.attributes[COUNT])).toEqual([undefined, 2]);
  });

  it('that outlast their parent are told when the last of them ends', () => {
    const on = stage(1);
    const [parent, context] = on.parent();
    const open = Array.from({ length: 4 }, () => begin(on, context));
    parent.end();
    expect(on.spans().map(({ name }) => name)).toEqual(['parent']);
    expect(on.spans('parent')[0]?.attributes[COUNTS]).toEqual([4]);
    for (const recording of open) end(recording);
    expect(on.spans('SELECT users').map((span) => span.attributes[COUNT])).toEqual([undefined, 3]);
  });

  it('that begin after their parent has ended have spans of their own', () => {
    const on = stage(1);
    const [parent, context] = on.parent();
    for (let n = 0; n < 3; n++) query(on, context);
    parent.end();
    query(on, context);
    query(on, context);
    expect(on.spans('SELECT users').map((span) => span.attributes[COUNT])).toEqual([
      undefined,
      2,
      undefined,
      undefined,
    ]);
  });

  it('are all kept without a limit, and where the option is false', () => {
    const on = stage(false);
    const [parent, context] = on.parent();
    for (let n = 0; n < 100; n++) query(on, context);
    parent.end();
    expect(on.spans('SELECT users')).toHaveLength(100);
    expect(on.spans('parent')[0]?.attributes).toEqual({});
  });
});

function times({ startTime, endTime }: ReadableSpan): [number, number] {
  return [hrTimeToMilliseconds(startTime), hrTimeToMilliseconds(endTime)];
}
