import { jest } from '@jest/globals';
import { PeriodicPush } from '../../../lib/metrics/push/periodic-push.js';

describe('PeriodicPush', () => {
  const reported: unknown[] = [];
  const report = (what: string, error?: unknown) => reported.push([what, (error as Error).message]);
  beforeEach(() => {
    reported.length = 0;
    jest.useFakeTimers();
  });
  afterEach(() => jest.useRealTimers());

  it('pushes at intervals and a last time at the end, once', async () => {
    const push = jest.fn(() => Promise.resolve());
    const periodic = new PeriodicPush({ name: 'gateway', push }, report);
    const end = periodic.start(1_000);
    await jest.advanceTimersByTimeAsync(3_500);
    expect(push).toHaveBeenCalledTimes(3);
    await Promise.all([end(), end()]);
    expect(push).toHaveBeenCalledTimes(4);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(push).toHaveBeenCalledTimes(4);
    expect(periodic.counts).toEqual({ target: 'gateway', succeeded: 4, failed: 0 });
  });

  it('pushes one at a time, and at the end once more after the one under way', async () => {
    const finish: (() => void)[] = [];
    const push = jest.fn(() => new Promise<void>((resolve) => finish.push(resolve)));
    const end = new PeriodicPush({ name: 'gateway', push }, report).start(1_000);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(push).toHaveBeenCalledTimes(1);
    const ended = end();
    finish.shift()?.();
    await jest.advanceTimersByTimeAsync(0);
    expect(push).toHaveBeenCalledTimes(2);
    finish.shift()?.();
    await ended;
    expect(reported).toEqual([]);
  });

  it('calls off a push that hangs, and goes on', async () => {
    const signals: AbortSignal[] = [];
    const push = (signal: AbortSignal) => {
      signals.push(signal);
      return new Promise<void>(() => undefined);
    };
    const periodic = new PeriodicPush({ name: 'gateway', push }, report, 200);
    const end = periodic.start(1_000);
    await jest.advanceTimersByTimeAsync(1_300);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    const ended = end();
    await jest.advanceTimersByTimeAsync(200);
    await ended;
    expect(periodic.counts).toEqual({ target: 'gateway', succeeded: 0, failed: 2 });
    const fault = ['Metrics could not be pushed to gateway', 'no answer within 200 ms'];
    expect(reported).toEqual([fault, fault]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no'))],
  ])('reports a push that %s', async (_how, push) => {
    const periodic = new PeriodicPush({ name: 'gateway', push }, report);
    await periodic.now();
    expect(periodic.counts.failed).toBe(1);
    expect(reported).toEqual([['Metrics could not be pushed to gateway', 'no']]);
  });
});
