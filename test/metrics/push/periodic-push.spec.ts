import { jest } from '@jest/globals';
import type { SendOutcome } from '../../../lib/sending/send-outcome.js';
import { PeriodicPush } from '../../../lib/metrics/push/periodic-push.js';

const SENT: SendOutcome = { kind: 'sent' };

describe('PeriodicPush', () => {
  const reported: unknown[] = [];
  const report = (what: string, error?: unknown) => reported.push([what, (error as Error | undefined)?.message]);
  beforeEach(() => {
    reported.length = 0;
    jest.useFakeTimers();
  });
  afterEach(() => jest.useRealTimers());

  it('pushes at intervals and a last time at the end, once', async () => {
    const push = jest.fn(() => Promise.resolve(SENT));
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
    const push = jest.fn(() => new Promise<SendOutcome>((resolve) => finish.push(() => resolve(SENT))));
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
      return new Promise<SendOutcome>(() => undefined);
    };
    const periodic = new PeriodicPush({ name: 'gateway', push }, report, 200);
    const end = periodic.start(1_000);
    await jest.advanceTimersByTimeAsync(1_300);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    const ended = end();
    await jest.advanceTimersByTimeAsync(200);
    await ended;
    expect(periodic.counts).toEqual({ target: 'gateway', succeeded: 0, failed: 2 });
    expect(reported).toEqual([['Metrics could not be pushed to gateway', 'no answer within 200 ms']]);
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

  it('leaves intervals out while the target is away or asks for patience, and says when it is back', async () => {
    const outcomes: SendOutcome[] = [
      { kind: 'failed', error: new Error('503'), waitMs: 15_000, quick: true },
      { kind: 'failed', error: new Error('ECONNREFUSED') },
      SENT,
    ];
    const at: number[] = [];
    const push = async () => {
      at.push(performance.now() - start);
      return outcomes.shift() ?? SENT;
    };
    const start = performance.now();
    const periodic = new PeriodicPush({ name: 'otlp', push }, report);
    const end = periodic.start(1_000);
    await jest.advanceTimersByTimeAsync(25_000);
    const [first = 0, second = 0, third = 0] = at;
    expect(second - first).toBeGreaterThanOrEqual(15_000);
    expect(third - second).toBeGreaterThanOrEqual(1_500);
    expect(reported).toEqual([
      ['Metrics could not be pushed to otlp', '503'],
      [expect.stringMatching(/^Metrics are pushed to otlp again, after \d+\.\d s: 2 pushes had failed$/), undefined],
    ]);
    expect(periodic.missing.pushes).toBe(0);
    await end();
  });

  it('counts data points that the target rejects', async () => {
    const error = new Error('3 rejected: too old');
    const push = () => Promise.resolve<SendOutcome>({ kind: 'lost', reason: 'rejected', error, items: 3 });
    const periodic = new PeriodicPush({ name: 'otlp', push }, report);
    await periodic.now();
    expect(periodic.rejectedPoints).toBe(3);
    expect(periodic.counts).toEqual({ target: 'otlp', succeeded: 1, failed: 0 });
    expect(reported).toEqual([['Metrics are pushed to otlp, which rejects some of them', '3 rejected: too old']]);
  });
});
