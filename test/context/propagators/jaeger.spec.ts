import { propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { callerSamplingOf } from '../../../lib/context/caller-sampling.js';
import {
  baggageOf,
  contextOf,
  extracted,
  injected,
  joined,
  PADDED_ID,
  SHORT_ID,
  SPAN_ID,
  TRACE_ID,
} from './remote-parent.js';

const IDS = `${TRACE_ID}-${SPAN_ID}`;
const uber = (value: unknown) => ({ 'uber-trace-id': value });

describe('uber-trace-id', () => {
  it.each([
    ['sampled', `${TRACE_ID}:${SPAN_ID}:0:1`, `${IDS}-1`, undefined],
    ['sampled, two digits', `${TRACE_ID}:${SPAN_ID}:0:01`, `${IDS}-1`, undefined],
    ['not sampled', `${TRACE_ID}:${SPAN_ID}:0:0`, `${IDS}-0`, undefined],
    ['debug', `${TRACE_ID}:${SPAN_ID}:0:3`, `${IDS}-1`, 'debug'],
    ['debug without sampled', `${TRACE_ID}:${SPAN_ID}:0:2`, `${IDS}-1`, 'debug'],
    ['flags that mean nothing', `${TRACE_ID}:${SPAN_ID}:0:fc`, `${IDS}-0`, undefined],
    ['a parent', `${TRACE_ID}:${SPAN_ID}:5b2b4e6f9a1c0d3e:1`, `${IDS}-1`, undefined],
    ['encoded', `${TRACE_ID}%3A${SPAN_ID}%3A0%3A1`, `${IDS}-1`, undefined],
    ['encoded in lower case', `${TRACE_ID}%3a${SPAN_ID}%3a0%3a1`, `${IDS}-1`, undefined],
    ['64 bits', `${SHORT_ID}:${SPAN_ID}:0:1`, `${PADDED_ID}-${SPAN_ID}-1`, undefined],
    ['short ids', 'abc:12:0:1', `${'abc'.padStart(32, '0')}-${'12'.padStart(16, '0')}-1`, undefined],
    ['upper case', `${TRACE_ID.toUpperCase()}:${SPAN_ID.toUpperCase()}:0:1`, `${IDS}-1`, undefined],
    ['white space around it', `\t${TRACE_ID}:${SPAN_ID}:0:1 `, `${IDS}-1`, undefined],
    ['a list of one', [`${TRACE_ID}:${SPAN_ID}:0:1`], `${IDS}-1`, undefined],
  ])('is joined: %s', async (_case, value, expected, state) => {
    const context = await extracted(['jaeger'], uber(value));
    expect(joined(context)).toBe(expected);
    expect(trace.getSpanContext(context)?.isRemote).toBe(true);
    expect(callerSamplingOf(context)?.state).toBe(state);
  });

  it.each([
    ['zero trace id', `0:${SPAN_ID}:0:1`],
    ['zero span id', `${TRACE_ID}:0:0:1`],
    ['a trace id too long', `1${TRACE_ID}:${SPAN_ID}:0:1`],
    ['a span id too long', `${TRACE_ID}:1${SPAN_ID}:0:1`],
    ['a parent too long', `${TRACE_ID}:${SPAN_ID}:1${SPAN_ID}:1`],
    ['illegal ids', `${TRACE_ID}:xyz:0:1`],
    ['illegal flags', `${TRACE_ID}:${SPAN_ID}:0:x`],
    ['flags too long', `${TRACE_ID}:${SPAN_ID}:0:001`],
    ['no flags', `${TRACE_ID}:${SPAN_ID}:0:`],
    ['a field too few', `${TRACE_ID}:${SPAN_ID}:1`],
    ['a field too many', `${TRACE_ID}:${SPAN_ID}:0:1:1`],
    ['an empty field', `:${SPAN_ID}:0:1`],
    ['a negative id', `-1:${SPAN_ID}:0:1`],
    ['encoded twice', `${TRACE_ID}%253A${SPAN_ID}%253A0%253A1`],
    ['broken encoding', `${TRACE_ID}%3${SPAN_ID}%0%1`],
    ['two, joined by Node', `${TRACE_ID}:${SPAN_ID}:0:1, ${SHORT_ID}:${SPAN_ID}:0:1`],
    ['two in a list', [`${TRACE_ID}:${SPAN_ID}:0:1`, `${SHORT_ID}:${SPAN_ID}:0:1`]],
    ['nothing', ''],
    ['a number', 1],
    ['null', null],
    ['much too long', `${'0'.repeat(100_000)}${TRACE_ID}:${SPAN_ID}:0:1`],
  ])('is not joined: %s', async (_case, value) => {
    expect(joined(await extracted(['jaeger'], uber(value)))).toBeUndefined();
  });

  it.each([
    ['sampled', 1, '01'],
    ['not sampled', 0, '00'],
  ])('is written: %s', async (_case, traceFlags, flags) => {
    expect(await injected(['jaeger'], contextOf({ traceFlags }))).toEqual(uber(`${TRACE_ID}:${SPAN_ID}:0:${flags}`));
  });

  it('carries debug on to what the trace calls next, unless it is not sampled here', async () => {
    const caller = await extracted(['jaeger'], uber(`${TRACE_ID}:${SPAN_ID}:0:3`));
    const local = (traceFlags: number) =>
      trace.setSpanContext(caller, { traceId: TRACE_ID, spanId: '1'.repeat(16), traceFlags });
    expect(await injected(['jaeger'], local(1))).toEqual(uber(`${TRACE_ID}:${'1'.repeat(16)}:0:03`));
    expect(await injected(['jaeger'], local(0))).toEqual(uber(`${TRACE_ID}:${'1'.repeat(16)}:0:00`));
  });

  it('does not carry debug into another trace', async () => {
    const caller = await extracted(['jaeger'], uber(`${TRACE_ID}:${SPAN_ID}:0:3`));
    const other = await extracted(['jaeger'], uber(`${SHORT_ID}:${SPAN_ID}:0:1`), caller);
    expect(await injected(['jaeger'], other)).toEqual(uber(`${PADDED_ID}:${SPAN_ID}:0:01`));
  });
});

describe('jaeger-debug-id', () => {
  it('asks for a new trace that is sampled', async () => {
    const context = await extracted(['jaeger'], { 'jaeger-debug-id': 'ticket-7' });
    expect(joined(context)).toBeUndefined();
    expect(callerSamplingOf(context)).toEqual({ state: 'debug', attributes: { 'jaeger-debug-id': 'ticket-7' } });
  });

  it.each([
    ['empty', { 'jaeger-debug-id': '' }],
    ['oversized', { 'jaeger-debug-id': 'x'.repeat(10_000) }],
    ['no string', { 'jaeger-debug-id': {} }],
    ['inside a trace', { 'jaeger-debug-id': 'ticket-7', ...uber(`${TRACE_ID}:${SPAN_ID}:0:1`) }],
  ])('is ignored: %s', async (_case, carrier) => {
    expect(callerSamplingOf(await extracted(['jaeger'], carrier))).toBeUndefined();
  });
});

describe('Jaeger’s baggage', () => {
  it.each([
    [
      'a header for each entry',
      { 'uberctx-user': 'ann', 'uberctx-city': 'k%C3%B6ln%2C%20west' },
      { user: 'ann', city: 'köln, west' },
    ],
    ['in any case', { 'Uberctx-User': 'ann' }, { User: 'ann' }],
    ['an empty value', { 'uberctx-user': '' }, { user: '' }],
    ['by hand', { 'jaeger-baggage': 'k1=v1, k2=v%202 ,k3=a=b' }, { k1: 'v1', k2: 'v 2', k3: 'a=b' }],
    ['by hand, in several headers', { 'jaeger-baggage': ['k1=v1', 'k2=v2'] }, { k1: 'v1', k2: 'v2' }],
    ['by hand, with faults', { 'jaeger-baggage': ',=x,y,,k=v' }, { k: 'v' }],
    ['beside broken encoding', { 'uberctx-a': '%zz', 'uberctx-b': '%E0%A4%A', 'uberctx-c': '1' }, { c: '1' }],
    ['beside no key', { 'uberctx-': 'x', 'uberctx-c': '1' }, { c: '1' }],
    ['beside an illegal key', { 'uberctx-a b': 'x', 'uberctx-c': '1' }, { c: '1' }],
    ['beside no string', { 'uberctx-a': 7, 'uberctx-b': ['x', 'y'], 'uberctx-c': '1' }, { c: '1' }],
  ])('is read: %s', async (_case, carrier, expected) => {
    expect(baggageOf(await extracted(['jaeger'], carrier))).toEqual(expected);
  });

  it('is nothing when there is none', async () => {
    expect(propagation.getBaggage(await extracted(['jaeger'], { other: 'x', 'jaeger-baggage': '' }))).toBe(undefined);
  });

  it('pollutes no prototype', async () => {
    const carrier = JSON.parse('{"uberctx-__proto__":"p","uberctx-constructor":"c","jaeger-baggage":"__proto__=q"}');
    const context = await extracted(['jaeger'], carrier);
    expect(propagation.getBaggage(context)?.getAllEntries()).toEqual([['constructor', { value: 'c' }]]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it('is read up to 180 entries', async () => {
    const headers = Array.from({ length: 300 }, (_, index) => [`uberctx-k${index}`, 'v'] as const);
    const read = baggageOf(await extracted(['jaeger'], Object.fromEntries(headers))) ?? {};
    expect(Object.keys(read)).toHaveLength(180);
    expect(read).toHaveProperty('k179');
  });

  it.each([
    [
      'headers',
      { 'uberctx-big': 'x'.repeat(8192), 'uberctx-half': 'x'.repeat(5000), 'uberctx-more': 'y'.repeat(5000) },
    ],
    ['a list by hand', { 'jaeger-baggage': `half=${'x'.repeat(5000)},more=${'y'.repeat(5000)}` }],
  ])('is read up to 8 KiB from %s', async (_case, carrier) => {
    const read = baggageOf(await extracted(['jaeger'], carrier)) ?? {};
    expect(Object.entries(read).reduce((sum, [key, value]) => sum + key.length + value.length, 0)).toBeLessThan(8192);
    expect(read['half']).toHaveLength(5000);
  });

  it('is written encoded, without keys that no header can have', async () => {
    const baggage = { user: 'ann, köln\r\n', 'a b': '1', 'x\r\nevil': '1', lone: '\ud800', sign: '100%' };
    const carrier = await injected(['jaeger'], contextOf({}, baggage));
    expect(carrier).toEqual({
      ...uber(`${TRACE_ID}:${SPAN_ID}:0:01`),
      'uberctx-user': 'ann%2C%20k%C3%B6ln%0D%0A',
      'uberctx-lone': '%EF%BF%BD',
      'uberctx-sign': '100%25',
    });
    expect(baggageOf(await extracted(['jaeger'], carrier))).toEqual({
      user: 'ann, köln\r\n',
      lone: '\ufffd',
      sign: '100%',
    });
  });

  it('is written up to 180 entries, with or without a span', async () => {
    const entries = Array.from({ length: 300 }, (_, index) => [`k${index}`, { value: 'v' }] as const);
    const context = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage(Object.fromEntries(entries)));
    expect(Object.keys(await injected(['jaeger'], context))).toHaveLength(180);
  });
});
