import { defaultTextMapGetter, defaultTextMapSetter, ROOT_CONTEXT } from '@opentelemetry/api';
import { createPropagator } from '../../../lib/context/propagators/create-propagator.js';
import { contextOf } from './remote-parent.js';

type Reported = readonly [what: string, error: unknown];

const ABOUT = expect.stringMatching(/^Baggage was too large to be passed on/);
const many = (count: number, value: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, value]));

function written(name: 'baggage' | 'jaeger', entries: Record<string, string>) {
  const reported: Reported[] = [];
  const carrier: Record<string, string> = {};
  const propagator = createPropagator([name], (what, error) => reported.push([what, error]));
  propagator.inject(contextOf({}, entries), carrier, defaultTextMapSetter);
  return { reported, carrier };
}

function read(baggage: string) {
  const reported: Reported[] = [];
  const propagator = createPropagator(['baggage'], (what, error) => reported.push([what, error]));
  propagator.extract(ROOT_CONTEXT, { baggage }, defaultTextMapGetter);
  return reported;
}

describe('Baggage that is too large', () => {
  it('is reported when it is written, with the entry; the others are written', () => {
    const { reported, carrier } = written('baggage', { a: '1', big: 'v'.repeat(4_100), c: '3' });
    expect(reported).toEqual([[ABOUT, 'big']]);
    expect(carrier['baggage']).toBe('a=1,c=3');
  });

  it('counts as it is encoded', () => {
    expect(written('baggage', { big: '€'.repeat(600) }).reported).toEqual([[ABOUT, 'big']]);
  });

  it('is reported if all entries together are too long, or too many', () => {
    expect(written('baggage', many(4, 'v'.repeat(3_000))).reported).toEqual([[ABOUT, 'k2']]);
    expect(written('baggage', many(181, 'v')).reported).toEqual([[ABOUT, 'k180']]);
    expect(written('jaeger', many(4, 'v'.repeat(3_000))).reported).toEqual([
      [ABOUT, 'k2'],
      [ABOUT, 'k3'],
    ]);
  });

  it('is reported when a caller sends it', () => {
    expect(read(`a=1,big=${'v'.repeat(4_100)},c=3`)).toEqual([[ABOUT, 'big']]);
    expect(read(['a', 'b', 'c'].map((key) => `${key}=${'v'.repeat(3_000)}`).join(','))).toEqual([[ABOUT, 'c']]);
  });

  it('is not reported within the limits', () => {
    expect(written('baggage', { a: 'v'.repeat(4_000), b: 'a,b;c=d', c: '' }).reported).toEqual([]);
    expect(written('baggage', many(180, 'v')).reported).toEqual([]);
    expect(written('jaeger', many(180, 'v')).reported).toEqual([]);
    expect(read(['a', 'b'].map((key) => `${key}=${'v'.repeat(3_000)}`).join(','))).toEqual([]);
  });
});
