import {
  type Context,
  createContextKey,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  type TextMapPropagator,
  trace,
} from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { callerSamplingOf } from '../../../lib/context/caller-sampling.js';
import { PROPAGATOR_NAMES, type PropagatorName } from '../../../lib/options/names.js';
import { createPropagator } from '../../../lib/context/propagators/create-propagator.js';
import {
  baggageOf,
  contextOf,
  extracted,
  extractWith,
  injected,
  joined,
  type Options,
  SPAN_ID,
  TRACE_ID,
} from './remote-parent.js';

const OTHER_ID = '1'.repeat(32);
const THIRD_ID = '2'.repeat(32);
const BAGGAGE = { user: 'ann', city: 'köln, west' };

const CARRIER = {
  traceparent: `00-${TRACE_ID}-${SPAN_ID}-01`,
  b3: `${OTHER_ID}-${SPAN_ID}-1`,
  'uber-trace-id': `${THIRD_ID}:${SPAN_ID}:0:1`,
  baggage: 'user=w3c,w3c=1',
  'uberctx-user': 'jaeger',
  'uberctx-jaeger': '1',
};

class CustomPropagator implements TextMapPropagator {
  constructor(private readonly read: (context: Context) => Context) {}
  inject(_context: Context, carrier: unknown): void {
    (carrier as Record<string, string>)['x-custom'] = 'yes';
  }
  extract(context: Context): Context {
    return this.read(context);
  }
  fields(): string[] {
    return ['x-custom'];
  }
}

const custom = (traceId: unknown) =>
  new CustomPropagator((context) =>
    trace.setSpanContext(context, { traceId: traceId as string, spanId: SPAN_ID, traceFlags: 1 }),
  );

describe('a round trip', () => {
  it.each<{ names: readonly PropagatorName[] }>([
    ...PROPAGATOR_NAMES.filter((name) => name !== 'baggage').map((name) => ({ names: [name] })),
    { names: PROPAGATOR_NAMES },
  ])('through $names keeps ids and decision', async ({ names }) => {
    for (const traceFlags of [0, 1]) {
      const carrier = await injected(names, contextOf({ traceFlags }));
      expect(joined(await extracted(names, carrier))).toBe(`${TRACE_ID}-${SPAN_ID}-${traceFlags}`);
    }
  });

  it.each([[['baggage']], [['jaeger']], [PROPAGATOR_NAMES]] as const)('through %j keeps baggage', async (names) => {
    expect(baggageOf(await extracted(names, await injected(names, contextOf({}, BAGGAGE))))).toEqual(BAGGAGE);
  });
});

describe('several propagators', () => {
  it.each<[Options, string]>([
    [['tracecontext', 'b3', 'jaeger'], TRACE_ID],
    [['b3', 'tracecontext', 'jaeger'], OTHER_ID],
    [['jaeger', 'b3multi', 'tracecontext'], THIRD_ID],
    [['baggage', 'jaeger', 'tracecontext'], THIRD_ID],
  ])('of %j, the first that finds a trace decides', async (names, traceId) => {
    expect(trace.getSpanContext(await extracted(names, CARRIER))?.traceId).toBe(traceId);
  });

  it('lets the next decide when the first finds nothing that is valid', async () => {
    const carrier = { ...CARRIER, traceparent: `00-${'0'.repeat(32)}-${SPAN_ID}-01` };
    expect(trace.getSpanContext(await extracted(['tracecontext', 'b3'], carrier))?.traceId).toBe(OTHER_ID);
  });

  it('takes no debug flag from one that did not decide', async () => {
    const carrier = { ...CARRIER, 'uber-trace-id': `${THIRD_ID}:${SPAN_ID}:0:3`, b3: `${OTHER_ID}-${SPAN_ID}-d` };
    const context = await extracted(['tracecontext', 'jaeger', 'b3'], carrier);
    expect(await injected(['jaeger', 'b3'], context)).toEqual({
      'uber-trace-id': `${TRACE_ID}:${SPAN_ID}:0:01`,
      'uberctx-jaeger': '1',
      'uberctx-user': 'jaeger',
      b3: `${TRACE_ID}-${SPAN_ID}-1`,
    });
  });

  it('applies no decision without ids to a trace that another header names', async () => {
    const context = await extracted(['b3', 'tracecontext'], { b3: '0', traceparent: CARRIER.traceparent });
    expect(joined(context)).toBe(`${TRACE_ID}-${SPAN_ID}-1`);
    expect(callerSamplingOf(context)).toBeUndefined();
  });

  it.each<[Options, string]>([
    [['tracecontext', 'baggage', 'jaeger'], 'w3c'],
    [['jaeger', 'tracecontext', 'baggage'], 'jaeger'],
  ])('of %j, all give baggage, and the first decides on a key', async (names, user) => {
    expect(baggageOf(await extracted(names, CARRIER))).toEqual({ user, w3c: '1', jaeger: '1' });
  });

  it('keep metadata of merged baggage', async () => {
    const carrier = { baggage: 'a=1;ttl=5', 'uberctx-b': '2' };
    expect(await injected(['baggage'], await extracted(['jaeger', 'baggage'], carrier))).toEqual({
      baggage: 'a=1;ttl=5,b=2',
    });
  });

  it('leave what is under way alone when a carrier brings nothing', async () => {
    const active = contextOf({}, { mine: '1' });
    expect(await extracted(PROPAGATOR_NAMES, {}, active)).toBe(active);
  });

  it('replace what is under way by what a carrier brings', async () => {
    const context = await extracted(['b3', 'tracecontext', 'baggage'], CARRIER, contextOf({}, { mine: '1' }));
    expect(trace.getSpanContext(context)?.traceId).toBe(OTHER_ID);
    expect(baggageOf(context)).toEqual({ user: 'w3c', w3c: '1' });
  });

  it('all inject', async () => {
    expect(Object.keys(await injected([...PROPAGATOR_NAMES, custom(OTHER_ID)], contextOf({}, BAGGAGE))).sort()).toEqual(
      [
        'b3',
        'baggage',
        'traceparent',
        'uber-trace-id',
        'uberctx-city',
        'uberctx-user',
        'x-b3-sampled',
        'x-b3-spanid',
        'x-b3-traceid',
        'x-custom',
      ],
    );
  });

  it.each(PROPAGATOR_NAMES)('inject nothing into what tracing must not see: %s', async (name) => {
    expect(await injected([name], suppressTracing(contextOf({}, BAGGAGE)))).toEqual({});
  });

  it('name all fields once', async () => {
    const propagator = await createPropagator(['tracecontext', 'b3', 'b3', custom(OTHER_ID)]);
    expect(propagator.fields()).toEqual(['traceparent', 'tracestate', 'b3', 'x-custom']);
  });
});

describe('a propagator of the user', () => {
  const TENANT = createContextKey('tenant');

  it('takes part', async () => {
    expect(trace.getSpanContext(await extracted([custom(OTHER_ID), 'tracecontext'], CARRIER))?.traceId).toBe(OTHER_ID);
    const tenant = new CustomPropagator((context) => context.setValue(TENANT, 'acme'));
    expect((await extracted(['tracecontext', tenant], CARRIER)).getValue(TENANT)).toBe('acme');
  });

  it.each([
    ['a zero id', custom('0'.repeat(32))],
    ['an upper-case id', custom('A'.repeat(32))],
    ['no id', custom(undefined)],
    ['no context', new CustomPropagator(() => undefined as unknown as Context)],
    [
      'a throw',
      new CustomPropagator(() => {
        throw new Error('custom');
      }),
    ],
  ])('does no harm: %s', async (_case, propagator) => {
    expect(joined(await extracted([propagator], CARRIER))).toBeUndefined();
    expect(joined(await extracted([propagator, 'tracecontext'], CARRIER))).toBe(`${TRACE_ID}-${SPAN_ID}-1`);
  });
});

describe('a propagator of the user that fails', () => {
  const fail = (): never => {
    throw new Error('custom');
  };
  class Failing implements TextMapPropagator {
    inject = fail;
    extract = fail;
    fields = fail;
  }

  it('is reported by name, and keeps no other from its work', async () => {
    const reports: string[] = [];
    const report = (what: string, error?: unknown) => void reports.push(`${what}: ${String(error)}`);
    const propagator = await createPropagator([new Failing(), 'tracecontext'], report);
    expect(joined(extractWith(propagator, CARRIER))).toBe(`${TRACE_ID}-${SPAN_ID}-1`);
    const carrier: Record<string, string> = {};
    propagator.inject(contextOf(), carrier, defaultTextMapSetter);
    expect(Object.keys(carrier)).toEqual(['traceparent']);
    expect(propagator.fields()).toEqual(['traceparent', 'tracestate']);
    expect(reports).toEqual([
      'The propagator Failing could not read a trace context: Error: custom',
      'The propagator Failing could not write a trace context: Error: custom',
      'The propagator Failing could not name the fields of a trace context: Error: custom',
    ]);
  });

  it('later, in a promise, is reported too', async () => {
    const reports: unknown[] = [];
    const late: TextMapPropagator = {
      inject: async () => fail(),
      extract: (context) => context,
      fields: () => [],
    };
    const propagator = await createPropagator([late], (_what, error) => reports.push(error));
    propagator.inject(contextOf(), {}, defaultTextMapSetter);
    await new Promise((resolve) => setImmediate(resolve));
    expect(reports).toEqual([new Error('custom')]);
  });
});

describe.each(PROPAGATOR_NAMES)('hostile carriers and %s', (name) => {
  const broken = () => {
    throw new Error('carrier');
  };

  it('survives a getter that throws', async () => {
    const propagator = await createPropagator([name]);
    expect(propagator.extract(ROOT_CONTEXT, {}, { get: broken, keys: broken })).toBe(ROOT_CONTEXT);
  });

  it('survives a setter that throws', async () => {
    const propagator = await createPropagator([name]);
    expect(() => propagator.inject(contextOf({}, BAGGAGE), {}, { set: broken })).not.toThrow();
  });

  it.each([null, undefined, 7, 'text', [], Object.create(null)])('finds nothing in %p', async (carrier) => {
    expect(joined(extractWith(await createPropagator([name]), carrier))).toBeUndefined();
  });
});

it('a trace is still found when the names of a carrier cannot be listed', async () => {
  const propagator = await createPropagator(['jaeger']);
  const context = propagator.extract(ROOT_CONTEXT, CARRIER, {
    get: (carrier, key) => carrier[key as keyof typeof CARRIER],
    keys: () => {
      throw new Error('keys');
    },
  });
  expect(trace.getSpanContext(context)?.traceId).toBe(THIRD_ID);
});
