import { closeAll } from '../../lib/life-cycle/close-all.js';

describe('closeAll', () => {
  it('closes the last one first, also what was added later', () => {
    const closed: string[] = [];
    const closes = [() => void closed.push('a'), () => void closed.push('b')];
    const close = closeAll(closes);
    closes.push(() => void closed.push('c'));
    close();
    expect(closed).toEqual(['c', 'b', 'a']);
  });

  it('closes all, whatever one of them throws, and throws the first error afterwards', () => {
    const closed: string[] = [];
    const fail = (name: string) => () => {
      throw new Error(name);
    };
    expect(closeAll([() => void closed.push('a'), fail('b'), fail('c'), () => void closed.push('d')])).toThrow('c');
    expect(closed).toEqual(['d', 'a']);
  });
});
