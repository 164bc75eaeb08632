import { jest } from '@jest/globals';
import { LifeCycle } from '../../lib/life-cycle/life-cycle.js';
import type { Phase } from '../../lib/life-cycle/phase.js';

const BUDGET_MS = 8_000;

let reports: string[];
let log: string[];
let life: LifeCycle;

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
  reports = [];
  log = [];
  life = new LifeCycle(BUDGET_MS, (what, error) => reports.push(`${what}: ${(error as Error).message}`));
});
afterEach(() => jest.useRealTimers());

const never = (): Promise<void> => new Promise(() => undefined);

function ends(phase: Phase, name: string): void {
  life.endsWith(phase, name, () => void log.push(name));
}

/** Ends all and says how long it took. */
async function end(): Promise<number> {
  const begun = performance.now();
  let took = Number.NaN;
  const ended = life.end().then(() => (took = performance.now() - begun));
  await jest.runAllTimersAsync();
  await ended;
  return took;
}

it('ends phase by phase whatever the order of start, and the latest of a phase first', async () => {
  ends('lines', 'log');
  ends('spans', 'tracing');
  ends('instrumentations', 'driver');
  ends('metrics', 'push');
  ends('instrumentations', 'server');
  expect(await end()).toBe(0);
  expect(log).toEqual(['server', 'driver', 'tracing', 'push', 'log']);
  expect(reports).toEqual([]);
});

it('waits for all of a phase, which end side by side', async () => {
  const slow = (name: string) => async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    log.push(name);
  };
  life.endsWith('spans', 'one', slow('one'));
  life.endsWith('spans', 'two', slow('two'));
  ends('metrics', 'push');
  expect(await end()).toBe(1_000);
  expect(log).toEqual(['two', 'one', 'push']);
});

it.each<[string, () => Promise<void>]>([
  [
    'throws',
    () => {
      throw new Error('broken');
    },
  ],
  ['rejects', () => Promise.reject(new Error('broken'))],
  [
    'throws something that is no error',
    () => Promise.reject(Object.assign(Object.create(null), { message: 'broken' })),
  ],
])('an end that %s is named and takes nothing along', async (_how, broken) => {
  life.endsWith('instrumentations', 'the driver', broken);
  for (const phase of ['instrumentations', 'spans', 'metrics', 'lines'] as const) ends(phase, phase);
  await end();
  expect(log).toEqual(['instrumentations', 'spans', 'metrics', 'lines']);
  expect(reports).toEqual(['At shutdown, the driver did not end well: broken']);
});

it('ends that hang leave half of the time to the phases behind them, and all is over within the budget', async () => {
  const aborted: string[] = [];
  const hang = (name: string) => (deadline: AbortSignal) => {
    deadline.addEventListener('abort', () => aborted.push(`${name} after ${performance.now()}`));
    return never();
  };
  life.endsWith('instrumentations', 'the driver', hang('driver'));
  life.endsWith('spans', 'tracing', hang('tracing'));
  ends('spans', 'spans');
  life.endsWith('metrics', 'the push', hang('push'));
  life.endsWith('lines', 'the log', hang('log'));
  expect(await end()).toBe(BUDGET_MS);
  expect(aborted).toEqual(['driver after 3800', 'tracing after 5900', 'push after 6950', 'log after 7950']);
  expect(log).toEqual(['spans']);
  expect(reports.map((report) => report.split(':')[0])).toEqual([
    'At shutdown, the driver did not end well',
    'At shutdown, tracing did not end well',
    'At shutdown, the push did not end well',
    'At shutdown, the log did not end well',
  ]);
  expect(jest.getTimerCount()).toBe(0);
});

it('an end that stops when its time is over did end well, and is waited for', async () => {
  life.endsWith('spans', 'tracing', async (deadline) => {
    await new Promise((resolve) => deadline.addEventListener('abort', resolve));
    await new Promise((resolve) => setTimeout(resolve, 100));
    log.push('tracing');
  });
  ends('lines', 'log');
  expect(await end()).toBe(3_900);
  expect(log).toEqual(['tracing', 'log']);
  expect(reports).toEqual([]);
});

it('ends once, however often it is asked to', async () => {
  ends('spans', 'tracing');
  await Promise.all([life.end(), life.end()]);
  await life.end();
  expect(log).toEqual(['tracing']);
});
