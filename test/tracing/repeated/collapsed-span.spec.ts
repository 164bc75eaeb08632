import { jest } from '@jest/globals';
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { hrTimeToMilliseconds } from '@opentelemetry/core';
import { AlwaysOffSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { TracingObserver } from '../../../lib/tracing/tracing.observer.js';
import { begin, end, query, SELECT_USERS, stage } from './repeated-stage.js';

const COUNT = 'nestjs.repeated.count';
const SUMMARIES = 'nestjs.repeated_queries.summaries';

describe('collapsed queries', () => {
  it('are the parent of what is below them', () => {
    const on = stage(1);
    const [parent, context] = on.parent();
    query(on, context);
    const collapsed = begin(on, context);
    on.tracer.startSpan('below', {}, collapsed.context).end();
    end(collapsed);
    parent.end();
    const [below] = on.spans('below');
    const [, span] = on.spans('SELECT users');
    expect(below?.parentSpanContext?.spanId).toBe(span?.spanContext().spanId);
  });

  it('are queries alone: functions and outgoing requests in a loop keep their spans', () => {
    const on = stage(1);
    const [parent, context] = on.parent();
    const operation = { kind: 'http.client', name: 'GET', labels: {}, attributes: {} };
    for (let n = 0; n < 5; n++) query(on, context, 1, operation);
    parent.end();
    expect(on.spans('GET')).toHaveLength(5);
  });

  it('end once, however often the parent is ended, and leave its end as it was given', () => {
    const on = stage(1);
    const [parent, context] = on.parent();
    for (let n = 0; n < 3; n++) query(on, context);
    parent.end(new Date('2100-01-01'));
    parent.end();
    expect(on.spans('SELECT users')).toHaveLength(2);
    const [ended] = on.spans('parent');
    expect(hrTimeToMilliseconds(ended?.endTime ?? [0, 0])).toBe(Date.parse('2100-01-01'));
  });

  it('need a parent that is recorded and can be watched', () => {
    const on = stage(0);
    query(on, ROOT_CONTEXT);
    const frozen = Object.freeze(on.tracer.startSpan('frozen'));
    query(on, trace.setSpan(ROOT_CONTEXT, frozen));
    expect(on.spans('SELECT users').map((span) => span.attributes[COUNT])).toEqual([undefined, undefined]);

    const unsampled = new TracerProvider({ sampler: new AlwaysOffSampler() }).getTracer('test').startSpan('parent');
    const before = Reflect.ownKeys(unsampled);
    for (const leavesOut of [true, false]) {
      new TracingObserver(on.tracer, leavesOut, 0).begin(SELECT_USERS, trace.setSpan(ROOT_CONTEXT, unsampled));
    }
    expect(Reflect.ownKeys(unsampled)).toEqual(before);
  });

  it('below a parent that lives as long as the process are told from minute to minute', () => {
    const clock = jest.spyOn(performance, 'now');
    try {
      const on = stage(1);
      const [, context] = on.parent();
      let now = 1_000;
      clock.mockImplementation(() => now);
      for (let n = 0; n < 130; n++) {
        query(on, context);
        now += 1_000;
      }
      expect(on.spans('SELECT users').map((span) => span.attributes[COUNT])).toEqual([undefined, 60, 60]);
    } finally {
      clock.mockRestore();
    }
  });

  it('are counted for a bounded number of summaries', () => {
    const on = stage(1);
    const [parent, context] = on.parent();
    for (const _round of [1, 2]) {
      for (let n = 0; n < 300; n++) query(on, context, 1, { ...SELECT_USERS, name: `SELECT t${n}` });
    }
    parent.end();
    expect(on.spans('parent')[0]?.attributes[SUMMARIES]).toHaveLength(200);
    expect(on.spans('SELECT t299').map((span) => span.attributes[COUNT])).toEqual([undefined, undefined]);
  });

  it('of two applications below the same parent do not mix', () => {
    const on = stage(1);
    const other = { ...on, observer: new TracingObserver(on.tracer, true, 1) };
    const [parent, context] = on.parent();
    for (let n = 0; n < 3; n++) {
      query(on, context);
      query(other, context);
    }
    parent.end();
    const counts = on.spans('SELECT users').map((span) => span.attributes[COUNT]);
    expect(counts).toEqual([undefined, undefined, 2, 2]);
  });
});
