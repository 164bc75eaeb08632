import { propagation } from '@opentelemetry/api';
import { baggageOf, contextOf, extracted, injected } from './remote-parent.js';

describe('W3C baggage', () => {
  it.each([
    ['one', 'a=1', { a: '1' }],
    ['several, with white space', ' a = 1 ,\tb=2 ', { a: '1', b: '2' }],
    ['encoded', 'city=k%C3%B6ln%2C%20west', { city: 'köln, west' }],
    ['with metadata', 'a=1;ttl=5,b=2', { a: '1', b: '2' }],
    ['an equals sign in a value', 'a=b=c', { a: 'b=c' }],
    ['several headers', ['a=1', 'b=2,c=3'], { a: '1', b: '2', c: '3' }],
    ['beside no string', ['a=1', 7, null, { length: 9 }, 'b=2'], { a: '1', b: '2' }],
    ['beside faults', 'a=%zz,=1,b,,c=,;,d=4', { d: '4' }],
  ])('is read: %s', async (_case, baggage, expected) => {
    expect(baggageOf(await extracted(['baggage'], { baggage }))).toEqual(expected);
  });

  it.each(['', ',,,', 'a', 7, null, [], [null], {}])('is nothing: %j', async (baggage) => {
    expect(propagation.getBaggage(await extracted(['baggage'], { baggage }))).toBeUndefined();
  });

  it('pollutes no prototype', async () => {
    const context = await extracted(['baggage', 'jaeger'], { baggage: '__proto__=p,constructor=c', 'uberctx-a': '1' });
    expect(propagation.getBaggage(context)?.getAllEntries()).toEqual([
      ['a', { value: '1' }],
      ['constructor', { value: 'c' }],
    ]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it.each(['baggage', 'jaeger'] as const)(
    'is written whole where a text is cut inside a character: %s',
    async (name) => {
      const written = await injected([name], contextOf({}, { cut: 'caf\ud83d', city: 'köln' }));
      expect(baggageOf(await extracted([name], written))).toEqual({ cut: 'caf\ufffd', city: 'köln' });
    },
  );

  it('is bounded', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => `k${index}=v`).join(',');
    expect(Object.keys(baggageOf(await extracted(['baggage'], { baggage: many })) ?? {})).toHaveLength(180);
    const big = ['a', 'b', 'c', 'd'].map((key) => `${key}=${key.repeat(4000)}`);
    expect(Object.keys(baggageOf(await extracted(['baggage'], { baggage: big })) ?? {})).toEqual(['a', 'b']);
  });
});
