import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { LoopDelays } from '../../../lib/metrics/runtime/loop-delays.js';

const SCRAPE_MS = 15_000;
/** By so much a block may seem shorter where Node does not measure each turn of the loop. */
const UNSEEN_MS = measuresEachTurn() ? 0 : 10;
const LONG_MS = 270 - UNSEEN_MS;

function measuresEachTurn(): boolean {
  let isRead = false;
  const options = {
    get samplePerIteration() {
      return (isRead = true);
    },
  };
  monitorEventLoopDelay(options);
  return isRead;
}

function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

const open: LoopDelays[] = [];
afterEach(() => {
  for (const delays of open.splice(0)) delays.stop();
});

/** Delays at a clock that the test moves. */
function start() {
  let now = 0;
  const delays = new LoopDelays(() => now);
  open.push(delays);
  return {
    delays,
    /** The longest delay that a scrape sees, after this time. */
    scrape: async (afterMs: number) => {
      now += afterMs;
      return ((await delays.read())['max'] ?? 0) * 1_000;
    },
  };
}

describe('the delay of the event loop', () => {
  // Other processes may lengthen a block, and nothing shortens it.
  it.each([
    [5, 'in the turn of a timer', () => delay(7)],
    [50, 'in the turn of a timer', () => delay(7)],
    [300, 'in the turn of a timer', () => delay(7)],
    [50, 'in the turn of an immediate', () => turn()],
    [50, 'in the turn of the start', () => undefined],
  ])('has a block of %d ms %s, in the reading of the same turn', async (ms, _where, wait) => {
    const { scrape } = start();
    await wait();
    block(ms);
    expect(await scrape(1)).toBeGreaterThan(ms * 0.9 - UNSEEN_MS);
  });

  it('is not the resolution of a timer', async () => {
    const { delays } = start();
    for (let waits = 0; waits < 10; waits++) await delay(3);
    const { p50 = NaN, min = NaN } = await delays.read();
    expect(min).toBeLessThan(0.002);
    expect(p50).toBeLessThan(0.01);
  });

  it('is seen by each of two scrapers, and is over in the next scrape of each', async () => {
    const { scrape } = start();
    for (const afterMs of [SCRAPE_MS, 5_000, 10_000, 5_000]) await scrape(afterMs);
    block(300);
    expect(await scrape(10_000)).toBeGreaterThan(LONG_MS);
    expect(await scrape(5_000)).toBeGreaterThan(LONG_MS);
    expect(await scrape(10_000)).toBeLessThan(LONG_MS);
    expect(await scrape(5_000)).toBeLessThan(LONG_MS);
  });

  it('is not hidden by readings that follow each other at once', async () => {
    const { scrape } = start();
    for (const afterMs of [SCRAPE_MS, SCRAPE_MS]) await scrape(afterMs);
    block(300);
    for (const afterMs of [SCRAPE_MS, 1, 1, 400, 400]) expect(await scrape(afterMs)).toBeGreaterThan(LONG_MS);
  });

  it('covers all since the last reading, however long that is', async () => {
    const { scrape } = start();
    await scrape(600_000);
    block(300);
    expect(await scrape(600_000)).toBeGreaterThan(LONG_MS);
  });
});
