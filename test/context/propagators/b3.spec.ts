import { trace } from '@opentelemetry/api';
import { callerSamplingOf } from '../../../lib/context/caller-sampling.js';
import { createPropagator } from '../../../lib/context/propagators/create-propagator.js';
import {
  contextOf,
  extracted,
  extractWith,
  injected,
  joined,
  PADDED_ID,
  SHORT_ID,
  SPAN_ID,
  TRACE_ID,
} from './remote-parent.js';

const IDS = `${TRACE_ID}-${SPAN_ID}`;
const PARENT_ID = '05e3ac9a4f6e3b90';
const MULTI = { 'x-b3-traceid': TRACE_ID, 'x-b3-spanid': SPAN_ID };

describe.each(['b3', 'b3multi'] as const)('what %s reads', (name) => {
  it.each([
    ['accept', { b3: `${IDS}-1` }, `${IDS}-1`, undefined],
    ['deny', { b3: `${IDS}-0` }, `${IDS}-0`, undefined],
    ['debug', { b3: `${IDS}-d` }, `${IDS}-1`, 'debug'],
    ['defer', { b3: IDS }, `${IDS}-0`, 'defer'],
    ['a parent', { b3: `${IDS}-1-${PARENT_ID}` }, `${IDS}-1`, undefined],
    ['a parent, debug', { b3: `${IDS}-d-${PARENT_ID}` }, `${IDS}-1`, 'debug'],
    ['a parent and no decision', { b3: `${IDS}-${PARENT_ID}` }, `${IDS}-0`, 'defer'],
    ['64 bits', { b3: `${SHORT_ID}-${SPAN_ID}-1` }, `${PADDED_ID}-${SPAN_ID}-1`, undefined],
    ['a list of one', { b3: [`${IDS}-1`] }, `${IDS}-1`, undefined],
    ['the single header before the others', { b3: `${IDS}-0`, ...MULTI, 'x-b3-sampled': '1' }, `${IDS}-0`, undefined],
    ['multi accept', { ...MULTI, 'x-b3-sampled': '1' }, `${IDS}-1`, undefined],
    ['multi accept, the old way', { ...MULTI, 'x-b3-sampled': 'true' }, `${IDS}-1`, undefined],
    ['multi deny', { ...MULTI, 'x-b3-sampled': '0' }, `${IDS}-0`, undefined],
    ['multi deny, the old way', { ...MULTI, 'x-b3-sampled': 'false' }, `${IDS}-0`, undefined],
    ['multi defer', MULTI, `${IDS}-0`, 'defer'],
    ['multi debug', { ...MULTI, 'x-b3-flags': '1' }, `${IDS}-1`, 'debug'],
    ['multi, other flags', { ...MULTI, 'x-b3-flags': '2', 'x-b3-sampled': '1' }, `${IDS}-1`, undefined],
    ['multi with a parent', { ...MULTI, 'x-b3-parentspanid': PARENT_ID, 'x-b3-sampled': '1' }, `${IDS}-1`, undefined],
    ['multi, the first state wins', { ...MULTI, 'x-b3-sampled': ['1', '0'] }, `${IDS}-1`, undefined],
    ['multi, the first state wins when joined', { ...MULTI, 'x-b3-sampled': '0, 1' }, `${IDS}-0`, undefined],
    [
      'multi, 64 bits',
      { ...MULTI, 'x-b3-traceid': SHORT_ID, 'x-b3-sampled': '1' },
      `${PADDED_ID}-${SPAN_ID}-1`,
      undefined,
    ],
  ])('joins: %s', async (_case, carrier, expected, state) => {
    const context = await extracted([name], carrier);
    expect(joined(context)).toBe(expected);
    expect(callerSamplingOf(context)?.state).toBe(state);
  });

  it.each([
    ['deny', { b3: '0' }, 'deny'],
    ['accept', { b3: '1' }, 'accept'],
    ['debug', { b3: 'd' }, 'debug'],
    ['multi deny', { 'x-b3-sampled': '0' }, 'deny'],
    ['multi accept', { 'x-b3-sampled': '1' }, 'accept'],
    ['multi debug', { 'x-b3-flags': '1' }, 'debug'],
    ['nothing that is a state', { 'x-b3-sampled': 'constructor' }, undefined],
    ['nothing that is a state in one header', { b3: 'D' }, undefined],
  ])('takes a decision without ids: %s', async (_case, carrier, state) => {
    const context = await extracted([name], carrier);
    expect(joined(context)).toBeUndefined();
    expect(callerSamplingOf(context)?.state).toBe(state);
  });

  it.each([
    ['a trace id too long', { b3: `1${IDS}-1` }],
    ['a trace id of 192 bits', { b3: `${SHORT_ID}${IDS}-1` }],
    ['something before', { b3: `x ${IDS}-1` }],
    ['something behind', { b3: `${IDS}-1x` }],
    ['a parent too long', { b3: `${IDS}-1-${PARENT_ID}0` }],
    ['a field too many', { b3: `${IDS}-1-${PARENT_ID}-1` }],
    ['an unknown state', { b3: `${IDS}-2` }],
    ['a span id too short', { b3: `${TRACE_ID}-${SPAN_ID.slice(1)}-1` }],
    ['a span id too long', { b3: `${TRACE_ID}-${SPAN_ID}0-1` }],
    ['zero trace id', { b3: `${'0'.repeat(32)}-${SPAN_ID}-1` }],
    ['zero short trace id', { b3: `${'0'.repeat(16)}-${SPAN_ID}-1` }],
    ['zero span id', { b3: `${TRACE_ID}-${'0'.repeat(16)}-1` }],
    ['upper case', { b3: `${IDS.toUpperCase()}-1` }],
    ['two, joined by Node', { b3: `${IDS}-1, ${'1'.repeat(32)}-${SPAN_ID}-1` }],
    ['two in a list', { b3: [`${IDS}-1`, `${IDS}-1`] }],
    ['a line break', { b3: `${IDS}-1\n` }],
    ['nothing', { b3: '' }],
    ['a number', { b3: 1 }],
    ['much too long', { b3: `${IDS}-1`.repeat(10_000) }],
    ['multi, upper-case trace id', { ...MULTI, 'x-b3-traceid': TRACE_ID.toUpperCase(), 'x-b3-sampled': '1' }],
    ['multi, upper-case span id', { ...MULTI, 'x-b3-spanid': SPAN_ID.toUpperCase(), 'x-b3-sampled': '1' }],
    ['multi, zero trace id', { ...MULTI, 'x-b3-traceid': '0'.repeat(32) }],
    ['multi, zero span id', { ...MULTI, 'x-b3-spanid': '0'.repeat(16) }],
    ['multi, no trace id', { 'x-b3-spanid': SPAN_ID, 'x-b3-sampled': '1' }],
    ['multi, no span id', { 'x-b3-traceid': TRACE_ID, 'x-b3-sampled': '1' }],
    ['multi, two trace ids', { ...MULTI, 'x-b3-traceid': [TRACE_ID, '1'.repeat(32)] }],
    ['multi, two trace ids joined', { ...MULTI, 'x-b3-traceid': `${TRACE_ID}, ${'1'.repeat(32)}` }],
    ['multi, two span ids', { ...MULTI, 'x-b3-spanid': [SPAN_ID, PARENT_ID] }],
    ['multi, an unknown state', { ...MULTI, 'x-b3-sampled': 'maybe' }],
    ['multi, a trace id that is no string', { ...MULTI, 'x-b3-traceid': { length: 32 } }],
  ])('does not join: %s', async (_case, carrier) => {
    expect(joined(await extracted([name], carrier))).toBeUndefined();
  });

  it('falls back to several headers when the single one is broken', async () => {
    expect(joined(await extracted([name], { b3: 'broken', ...MULTI, 'x-b3-sampled': '1' }))).toBe(`${IDS}-1`);
  });
});

describe('what B3 writes', () => {
  it('is one header, or several', async () => {
    expect(await injected(['b3'], contextOf())).toEqual({ b3: `${IDS}-1` });
    expect(await injected(['b3'], contextOf({ traceFlags: 0 }))).toEqual({ b3: `${IDS}-0` });
    expect(await injected(['b3multi'], contextOf())).toEqual({ ...MULTI, 'x-b3-sampled': '1' });
    expect(await injected(['b3multi'], contextOf({ traceFlags: 0 }))).toEqual({ ...MULTI, 'x-b3-sampled': '0' });
  });

  it.each([
    ['b3', { b3: `${IDS}-d` }],
    ['b3multi', { ...MULTI, 'x-b3-flags': '1' }],
  ] as const)('carries on debug: %s', async (name, carrier) => {
    const propagator = await createPropagator([name]);
    expect(await injected([name], extractWith(propagator, carrier))).toEqual(carrier);
  });

  it.each([
    [{ b3: `${IDS}-d` }, ['b3', 'b3multi', 'jaeger']],
    [{ ...MULTI, 'x-b3-flags': '1' }, ['b3', 'b3multi', 'jaeger']],
    [{ 'uber-trace-id': `${IDS.replace('-', ':')}:0:3` }, ['jaeger', 'b3', 'b3multi']],
    [{ 'uber-trace-id': `${IDS.replace('-', ':')}:0:2` }, ['jaeger', 'b3', 'b3multi']],
  ] as const)('carries debug from one form to the others: %j', async (carrier, names) => {
    expect(await injected(names, await extracted(names, carrier))).toEqual({
      b3: `${IDS}-d`,
      ...MULTI,
      'x-b3-flags': '1',
      'uber-trace-id': `${IDS.replace('-', ':')}:0:03`,
    });
  });

  it('carries debug without ids into the trace that begins here', async () => {
    const context = trace.setSpanContext(await extracted(['b3'], { b3: 'd' }), {
      traceId: TRACE_ID,
      spanId: SPAN_ID,
      traceFlags: 1,
    });
    expect(await injected(['b3', 'b3multi'], context)).toEqual({ b3: `${IDS}-d`, ...MULTI, 'x-b3-flags': '1' });
  });

  it('is no debug flag below a span that is not sampled', async () => {
    const context = trace.setSpanContext(await extracted(['b3'], { b3: `${IDS}-d` }), {
      traceId: TRACE_ID,
      spanId: SPAN_ID,
      traceFlags: 0,
    });
    expect(await injected(['b3'], context)).toEqual({ b3: `${IDS}-0` });
  });

  it('names its fields', async () => {
    expect((await createPropagator(['b3'])).fields()).toEqual(['b3']);
    expect((await createPropagator(['b3multi'])).fields()).toContain('x-b3-traceid');
  });
});
