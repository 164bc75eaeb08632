import { jest } from '@jest/globals';
import { TimeIsOver, within } from '../../lib/life-cycle/index.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const never = (): Promise<never> => new Promise(() => undefined);

it.each<[string, () => unknown]>([
  ['a value', () => 'done'],
  ['a promise', async () => 'done'],
])('hands on %s, and leaves no timer', async (_what, work) => {
  expect(await within({ ms: 10 }, work)).toBe('done');
  expect(jest.getTimerCount()).toBe(0);
});

it('hands on what work throws', async () => {
  const broken = (): never => {
    throw new Error('broken');
  };
  await expect(within({ ms: 10 }, broken)).rejects.toThrow('broken');
  expect(jest.getTimerCount()).toBe(0);
});

it('gives up when the time is over, and aborts the work', async () => {
  const reasons: unknown[] = [];
  const result = within({ ms: 10 }, (signal) => {
    signal.addEventListener('abort', () => reasons.push(signal.reason));
    return never();
  });
  const expected = expect(result).rejects.toThrow(TimeIsOver);
  await jest.advanceTimersByTimeAsync(10);
  await expected;
  expect(reasons).toEqual([expect.any(TimeIsOver)]);
});

it('says that the time is over although the aborted work rejects with a reason of its own', async () => {
  const result = within(
    { ms: 10 },
    (signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('mine')));
      }),
  );
  const expected = expect(result).rejects.toThrow('no end within 10 ms');
  await jest.advanceTimersByTimeAsync(10);
  await expected;
});

it.each([
  ['before', 0],
  ['while', 5],
])('a deadline that is over %s the work runs ends it', async (_when, ms) => {
  const controller = new AbortController();
  if (ms === 0) controller.abort();
  else setTimeout(() => controller.abort(), ms);
  const expected = expect(within({ ms: 10, deadline: controller.signal }, never)).rejects.toThrow(
    'the deadline is over',
  );
  await jest.advanceTimersByTimeAsync(ms);
  await expected;
  expect(jest.getTimerCount()).toBe(0);
});
