import { jest } from '@jest/globals';
import { TimeLimitError, within } from '../../lib/life-cycle/within.js';

describe('within', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('hands on what the work gives, and leaves no timer', async () => {
    await expect(within(50, () => 'now')).resolves.toBe('now');
    await expect(within(50, async () => 'soon')).resolves.toBe('soon');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('hands on what the work throws, and leaves no timer', async () => {
    const failed = new Error('failed');
    await expect(within(50, () => Promise.reject(failed))).rejects.toBe(failed);
    await expect(
      within(50, () => {
        throw failed;
      }),
    ).rejects.toBe(failed);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('gives up after the limit: it rejects, and aborts the signal with the same error', async () => {
    let signal: AbortSignal | undefined;
    const waiting = within(50, (given) => {
      signal = given;
      return new Promise(() => undefined);
    });
    const error = waiting.catch((reason: unknown) => reason);
    await jest.advanceTimersByTimeAsync(49);
    expect(signal?.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(await error).toEqual(new TimeLimitError(50));
    expect(signal?.reason).toBe(await error);
  });

  it.each([
    ['is over before', 0],
    ['comes while the work runs', 5],
  ])('gives up at a deadline that %s', async (_when, ms) => {
    const controller = new AbortController();
    const over = new Error('over');
    if (ms === 0) controller.abort(over);
    else setTimeout(() => controller.abort(over), ms);
    let signal: AbortSignal | undefined;
    const waiting = within(
      50,
      (given) => {
        signal = given;
        return new Promise(() => undefined);
      },
      controller.signal,
    );
    const error = waiting.catch((reason: unknown) => reason);
    await jest.advanceTimersByTimeAsync(ms);
    expect(await error).toBe(over);
    expect(signal?.reason).toBe(ms === 0 ? undefined : over);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('ignores what becomes of the work after the limit', async () => {
    let fail: (error: Error) => void = () => undefined;
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    try {
      const waiting = within(50, () => new Promise((_resolve, reject) => (fail = reject)));
      const error = waiting.catch((reason: unknown) => reason);
      await jest.advanceTimersByTimeAsync(50);
      expect(await error).toEqual(new TimeLimitError(50));
      fail(new Error('late'));
      jest.useRealTimers();
      await new Promise((resolve) => setImmediate(resolve));
      expect(unhandled).not.toHaveBeenCalled();
    } finally {
      process.off('unhandledRejection', unhandled);
    }
  });
});
