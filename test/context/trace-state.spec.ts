import { TraceStateList } from '../../lib/context/trace-state.js';

const members = (count: number) => Array.from({ length: count }, (_, at) => `k${at}=${at}`).join(',');

describe('A trace state', () => {
  it('puts a new or changed member in front, and leaves the old state as it was', () => {
    const state = TraceStateList.parse('a=1,b=2');
    expect(state?.set('c', '3').serialize()).toBe('c=3,a=1,b=2');
    expect(state?.set('b', '9').serialize()).toBe('b=9,a=1');
    expect(state?.unset('a').serialize()).toBe('b=2');
    expect(state?.unset('z').serialize()).toBe('a=1,b=2');
    expect([state?.get('b'), state?.get('z')]).toEqual(['2', undefined]);
    expect(state?.serialize()).toBe('a=1,b=2');
  });

  it.each([
    ['A', '1'],
    ['@a', '1'],
    ['', '1'],
    ['a', ''],
    ['a', 'x=y'],
    ['a', 'x,y'],
    ['a', 'x '],
    ['k'.repeat(257), '1'],
    ['a', 'v'.repeat(257)],
  ])('ignores the member %s=%s', (key, value) => {
    expect(TraceStateList.parse('b=2')?.set(key, value).serialize()).toBe('b=2');
  });

  it('keeps 32 members and 512 characters: the last ones go', () => {
    expect(TraceStateList.parse(members(32))?.set('new', '1').serialize()).toBe(`new=1,${members(31)}`);
    const long = ['a', 'b'].map((key) => `${key}=${'v'.repeat(240)}`);
    expect(TraceStateList.parse(long.join(','))?.set('c', 'w'.repeat(100)).serialize()).toBe(
      `c=${'w'.repeat(100)},${long[0]}`,
    );
  });
});
