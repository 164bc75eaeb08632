import { trace } from '@opentelemetry/api';
import { contextOf, extracted, injected, joined, SPAN_ID, TRACE_ID } from './remote-parent.js';

const IDS = `${TRACE_ID}-${SPAN_ID}`;
const PARENT = `00-${IDS}-01`;

async function traceState(tracestate: unknown): Promise<string | undefined> {
  const context = await extracted(['tracecontext'], { traceparent: PARENT, tracestate });
  expect(joined(context)).toBe(`${IDS}-1`);
  return trace.getSpanContext(context)?.traceState?.serialize();
}

const members = (count: number) => Array.from({ length: count }, (_, index) => `bar${index}=${index}`).join(',');

describe('traceparent', () => {
  it.each([
    ['sampled', PARENT, `${IDS}-1`],
    ['not sampled', `00-${IDS}-00`, `${IDS}-0`],
    ['a random trace id', `00-${IDS}-03`, `${IDS}-3`],
    ['flags that mean nothing yet', `00-${IDS}-ff`, `${IDS}-3`],
    ['a future version', `cc-${IDS}-01`, `${IDS}-1`],
    ['a future version with more fields', `cc-${IDS}-01-what-the-future-will-be-like`, `${IDS}-1`],
    ['white space around it', `\t ${PARENT} \t`, `${IDS}-1`],
    ['a list of one', [PARENT], `${IDS}-1`],
  ])('is joined: %s', async (_case, traceparent, expected) => {
    expect(joined(await extracted(['tracecontext'], { traceparent }))).toBe(expected);
  });

  it.each([
    ['version ff', `ff-${IDS}-01`],
    ['version 00 with more fields', `00-${IDS}-01-what-the-future-will-be-like`],
    ['version 00 with a tail', `00-${IDS}-01.`],
    ['version 00 with an empty tail', `00-${IDS}-01-`],
    ['a future version with a tail', `cc-${IDS}-01.what-the-future-will-be-like`],
    ['an illegal version', `.0-${IDS}-01`],
    ['an upper-case version', `CC-${IDS}-01`],
    ['a version too long', `000-${IDS}-01`],
    ['a version too short', `0-${IDS}-01`],
    ['a zero trace id', `00-${'0'.repeat(32)}-${SPAN_ID}-01`],
    ['a zero span id', `00-${TRACE_ID}-${'0'.repeat(16)}-01`],
    ['an illegal trace id', `00-.${TRACE_ID.slice(1)}-${SPAN_ID}-01`],
    ['an illegal span id', `00-${TRACE_ID}-${SPAN_ID.slice(1)}.-01`],
    ['a trace id too long', `00-1${TRACE_ID}-${SPAN_ID}-01`],
    ['a trace id too short', `00-${TRACE_ID.slice(1)}-${SPAN_ID}-01`],
    ['a span id too long', `00-${TRACE_ID}-${SPAN_ID}1-01`],
    ['a span id too short', `00-${TRACE_ID}-${SPAN_ID.slice(1)}-01`],
    ['illegal flags', `00-${IDS}-.0`],
    ['flags too long', `00-${IDS}-001`],
    ['flags too short', `00-${IDS}-1`],
    ['upper case', PARENT.toUpperCase()],
    ['nothing', ''],
    ['white space', ' \t'],
    ['a line break', `${PARENT}\n`],
    ['two in a list', [PARENT, PARENT]],
    ['two, joined by Node', `${PARENT}, 00-${'1'.repeat(32)}-${SPAN_ID}-01`],
    ['two of a future version, joined by Node', `cc-${IDS}-01-x, cc-${'1'.repeat(32)}-${SPAN_ID}-01`],
    ['an empty list', []],
    ['much too long', `cc-${IDS}-01-${'x'.repeat(100_000)}`],
    ['a number', 42],
    ['an object', { toString: () => PARENT }],
    ['null', null],
  ])('is not joined: %s', async (_case, traceparent) => {
    expect(joined(await extracted(['tracecontext'], { traceparent }))).toBeUndefined();
  });

  it('is not looked for under another name', async () => {
    expect(joined(await extracted(['tracecontext'], { 'trace-parent': PARENT, 'trace.parent': PARENT }))).toBe(
      undefined,
    );
  });

  it('is written back as it came, without flags that mean nothing yet', async () => {
    const context = await extracted(['tracecontext'], { traceparent: `cc-${IDS}-ff-more`, tracestate: 'a=1,b=2' });
    expect(await injected(['tracecontext'], context)).toEqual({ traceparent: `00-${IDS}-03`, tracestate: 'a=1,b=2' });
  });

  it('is not written without a valid span', async () => {
    expect(await injected(['tracecontext'], contextOf({ traceId: '0'.repeat(32) }))).toEqual({});
  });
});

describe('tracestate', () => {
  const legalKey = 'abcdefghijklmnopqrstuvwxyz0123456789_-*/';
  const legalValue = String.fromCodePoint(
    ...Array.from({ length: 0x7f - 0x20 }, (_, index) => index + 0x20).filter((code) => code !== 0x2c && code !== 0x3d),
  );

  it.each([
    ['in order', 'foo=1,bar=2', 'foo=1,bar=2'],
    ['from several headers', ['foo=1,bar=2', 'rojo=1,congo=2', 'baz=3'], 'foo=1,bar=2,rojo=1,congo=2,baz=3'],
    ['beside an empty header', ['foo=1', ''], 'foo=1'],
    ['with white space', '\t foo=1 \t , \t bar=2, \t baz=3 ', 'foo=1,bar=2,baz=3'],
    ['with every legal character', `${legalKey}=${legalValue}`, `${legalKey}=${legalValue}`],
    ['with a tenant', `0${legalKey}@a-z0-9_-*/=1`, `0${legalKey}@a-z0-9_-*/=1`],
    ['with the longest key', `foo=1,${'z'.repeat(256)}=1`, `foo=1,${'z'.repeat(256)}=1`],
    [
      'with the longest tenant and vendor',
      `${'t'.repeat(241)}@${'v'.repeat(14)}=1`,
      `${'t'.repeat(241)}@${'v'.repeat(14)}=1`,
    ],
    ['32 members', members(32), members(32)],
    ['the same key twice', 'foo=1,bar=2,foo=2', 'foo=1,bar=2'],
    ['the same key in two headers', ['foo=1', 'foo=1'], 'foo=1'],
    ['a key that begins with a digit', '0foo=1', '0foo=1'],
    ['no vendor', 'foo@=1,bar=2', 'foo@=1,bar=2'],
    ['several vendors', 'foo@@bar=1,foo@bar@baz=2', 'foo@@bar=1,foo@bar@baz=2'],
    ['a long tenant', `foo=1,${'t'.repeat(242)}@v=1`, `foo=1,${'t'.repeat(242)}@v=1`],
    ['a long vendor', `foo=1,t@${'v'.repeat(15)}=1`, `foo=1,t@${'v'.repeat(15)}=1`],
  ])('is kept: %s', async (_case, header, expected) => {
    expect(await traceState(header)).toBe(expected);
  });

  it.each([
    ['33 members', members(33)],
    ['a space in a key', 'foo =1'],
    ['an upper-case key', 'FOO=1'],
    ['an illegal key', 'foo.bar=1'],
    ['no tenant', '@foo=1,bar=2'],
    ['a key too long', `foo=1,${'z'.repeat(257)}=1`],
    ['a tenant too long', `foo=1,${'t'.repeat(255)}@v=1`],
    ['a line break', 'foo=1,\nbar=2'],
    ['a value with an equals sign', 'foo=bar=baz'],
    ['an empty value', 'foo=,bar=3'],
    ['a value too long', `foo=${'v'.repeat(257)}`],
    ['no value', 'foo'],
    ['nothing', ''],
    ['a number', 7],
    ['much too long', `foo=1${','.repeat(100_000)}`],
  ])('is discarded, and the trace joined: %s', async (_case, header) => {
    expect(await traceState(header)).toBeUndefined();
  });

  it('is cut to 512 characters at the border of a member', async () => {
    const long = ['a', 'b', 'c'].map((key) => `${key}=${'v'.repeat(200)}`);
    expect(await traceState(long.join(','))).toBe(long.slice(0, 2).join(','));
  });

  it('loses its long members first when it is too long', async () => {
    const short = Array.from({ length: 10 }, (_, at) => `s${at}=${'v'.repeat(30)}`);
    const long = `long=${'v'.repeat(200)}`;
    expect(await traceState([long, ...short].join(','))).toBe(short.join(','));
  });

  it('is nothing without a traceparent', async () => {
    expect(joined(await extracted(['tracecontext'], { tracestate: 'foo=1' }))).toBeUndefined();
  });
});
