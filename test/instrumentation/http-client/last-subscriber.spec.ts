import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';
import { subscribeLast } from '../../../lib/instrumentation/http-client/last-subscriber.js';

describe('subscribeLast', () => {
  let called: string[];
  let name: string;
  const note = (who: string) => () => called.push(who);
  const publish = () => {
    called = [];
    if (channel(name).hasSubscribers) channel(name).publish({});
    return called;
  };
  beforeEach(() => {
    name = `last-subscriber-${String(expect.getState().currentTestName)}`;
  });

  it('comes after those who were there and those who come later', () => {
    subscribe(name, note('earlier'));
    const end = subscribeLast(name, note('last'));
    subscribe(name, note('later'));
    channel(name).subscribe(note('latest'));
    expect(publish()).toEqual(['earlier', 'later', 'latest', 'last']);
    end();
    expect(publish()).toEqual(['earlier', 'later', 'latest']);
  });

  it('is called once when it was the first, and leaves the channel as it found it', () => {
    const end = subscribeLast(name, note('last'));
    const other = note('other');
    subscribe(name, other);
    expect(publish()).toEqual(['other', 'last']);
    expect(unsubscribe(name, other)).toBe(true);
    expect(publish()).toEqual(['last']);
    end();
    expect(channel(name).hasSubscribers).toBe(false);
    expect(Object.hasOwn(channel(name), 'subscribe')).toBe(false);
  });

  it.each([
    ['first', [0, 1]],
    ['last', [1, 0]],
  ])('two of them come after all others, and the %s can end before the other', (_which, order) => {
    const ends = [subscribeLast(name, note('one')), subscribeLast(name, note('two'))];
    subscribe(name, note('other'));
    expect(publish()[0]).toBe('other');
    expect(publish().slice(1).sort()).toEqual(['one', 'two']);
    ends[order[0] ?? 0]?.();
    subscribe(name, note('late'));
    expect(publish()).toEqual(['other', 'late', order[0] === 0 ? 'two' : 'one']);
    ends[order[1] ?? 0]?.();
    subscribe(name, note('very late'));
    expect(publish()).toEqual(['other', 'late', 'very late']);
  });
});
