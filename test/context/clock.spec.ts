import { jest } from '@jest/globals';
import { Clock, currentClock } from '../../lib/context/clock.js';

const DAY_MS = 86_400_000;
const NOON = Date.UTC(2026, 5, 1, 12);

function nanoseconds([seconds, rest]: readonly [number, number]): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(rest);
}

function watch(wallMs: number, monotonicMs: number): void {
  jest.spyOn(Date, 'now').mockReturnValue(wallMs);
  jest.spyOn(performance, 'now').mockReturnValue(monotonicMs);
}

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

describe('A clock', () => {
  it('has nanoseconds, after months too', () => {
    watch(NOON, 0);
    const clock = new Clock(NOON);
    watch(NOON, 90 * DAY_MS + 0.123);
    expect(clock.now()).toEqual([NOON / 1_000 + 90 * 86_400, 123_000]);
    watch(NOON, 2.000_345);
    expect(clock.at(1.000_345)).toEqual([NOON / 1_000, 1_000_345]);
  });

  it('never shows a microsecond twice, whatever the monotonic clock does', () => {
    const clock = new Clock(NOON);
    const times: bigint[] = [];
    for (const monotonicMs of [5, 5, 5.000_9, 5.001, 4, Number.NaN, 5.001, 80]) {
      watch(NOON, monotonicMs);
      times.push(nanoseconds(clock.now()) / 1_000n);
    }
    expect(times).toEqual(times.toSorted((a, b) => Number(a - b)));
    expect(new Set(times).size).toBe(times.length);
    expect(times.at(-1)).toBe(BigInt(NOON + 80) * 1_000n);
  });

  it('of a first reading that is no number still shows a time', () => {
    watch(NOON, Number.NaN);
    expect(new Clock(NOON).now()).toEqual([NOON / 1_000, 0]);
  });

  it('shows times before 1970', () => {
    watch(0, 1);
    expect(new Clock(-1_500).now()).toEqual([-2, 501_000_000]);
  });
});

describe('The current clock', () => {
  it.each([
    ['an hour back', -3_600_000],
    ['a day on', DAY_MS],
    ['a little back', -3.6],
    ['a little on', 3],
  ])('is a new one after the wall clock jumped %s, and agrees with it', (_, jumpMs) => {
    watch(NOON, 1_000);
    const before = currentClock();
    watch(Math.floor(NOON + 10 + jumpMs), 1_010);
    const after = currentClock();
    expect(after).not.toBe(before);
    const [seconds, rest] = after.now();
    expect(Math.abs(seconds * 1_000 + rest / 1e6 - Math.floor(NOON + 10 + jumpMs) - 0.5)).toBeLessThan(0.001);
    // Work that began before goes on with its own clock.
    expect(nanoseconds(before.now())).toBe(BigInt(NOON + 10) * 1_000_000n + 500_000n);
  });

  it('stays while the wall clock only shows whole milliseconds', () => {
    watch(NOON, 1_000);
    const clock = currentClock();
    for (const ms of [0, 0.4, 0.999, 1, 5.5, DAY_MS + 0.1]) {
      watch(Math.floor(NOON + ms), 1_000 + ms);
      expect(currentClock()).toBe(clock);
    }
  });

  it('follows a monotonic clock that runs slowly for days, within some milliseconds', () => {
    for (let hour = 0; hour < 72; hour++) {
      const wallMs = NOON + hour * 3_600_000;
      watch(wallMs, hour * 3_600_000 * (1 - 20e-6));
      const [seconds, rest] = currentClock().now();
      expect(Math.abs(seconds * 1_000 + rest / 1e6 - wallMs)).toBeLessThan(4);
    }
  });

  it('ignores a wall clock that shows no time', () => {
    watch(NOON, 1_000);
    const clock = currentClock();
    for (const wall of [Number.NaN, Number.POSITIVE_INFINITY, 1e300]) {
      watch(wall, 1_000);
      expect(currentClock()).toBe(clock);
    }
  });

  it("follows Jest's fake timers", () => {
    jest.useFakeTimers({ now: NOON });
    const [seconds] = currentClock().now();
    expect(seconds).toBe(NOON / 1_000);
    jest.advanceTimersByTime(60_000);
    expect(currentClock().now()[0]).toBe(NOON / 1_000 + 60);
    jest.useRealTimers();
    expect(Math.abs(currentClock().now()[0] - Date.now() / 1_000)).toBeLessThan(2);
  });
});
