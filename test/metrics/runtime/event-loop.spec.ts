import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { EventLoop } from '../../../lib/metrics/runtime/event-loop.js';

const MINUTE = 60_000;
/** By so much a block may seem shorter where Node does not measure each turn of the loop. */
const UNSEEN_MS = measuresEachTurn() ? 0 : 10;

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

/** An event loop at a clock that the test moves. */
function start() {
  let now = 0;
  const loop = new EventLoop(() => now);
  open.push(loop);
  return {
    after: (ms: number) => (now += ms),
    max: async () => (await loop.delays())['max'] ?? NaN,
    loop,
  };
}

const open: EventLoop[] = [];
afterEach(() => {
  for (const loop of open.splice(0)) loop.stop();
});

describe('the delay of the event loop', () => {
  it.each([
    [5, 'in the turn of a timer', () => delay(7)],
    [50, 'in the turn of a timer', () => delay(7)],
    [300, 'in the turn of a timer', () => delay(7)],
    [50, 'in the turn of an immediate', () => turn()],
    [50, 'in the turn of the start', () => undefined],
  ])('has a block of %d ms %s, in the reading of the same turn', async (ms, _where, wait) => {
    const { max } = start();
    await wait();
    block(ms);
    const seen = (await max()) * 1_000;
    // Other processes may lengthen it.
    expect(seen).toBeGreaterThan(ms * 0.9 - UNSEEN_MS);
  });

  it('is not the resolution of a timer', async () => {
    const { loop } = start();
    for (let waits = 0; waits < 10; waits++) await delay(3);
    const { p50 = NaN, min = NaN } = await loop.delays();
    expect(min).toBeLessThan(0.002);
    expect(p50).toBeLessThan(0.01);
  });

  it('is seen by each of several scrapers', async () => {
    const { after, max } = start();
    await max();
    block(40);
    for (const ms of [1, 5_000, 10_000, 40_000]) {
      after(ms);
      expect(await max()).toBeGreaterThan((36 - UNSEEN_MS) / 1_000);
    }
  });

  it('is over after two minutes at the latest', async () => {
    const { after, loop } = start();
    const count = async () => (await loop.delays())['max'] ?? 0;
    block(300);
    expect(await count()).toBeGreaterThan((270 - UNSEEN_MS) / 1_000);
    for (let minutes = 0; minutes < 2; minutes++) {
      after(MINUTE);
      await count();
    }
    after(1);
    expect(await count()).toBeLessThan(0.27);
  });

  it('covers all since the last reading, however long that is', async () => {
    const { after, max } = start();
    await max();
    after(10 * MINUTE);
    await max();
    block(300);
    after(10 * MINUTE);
    expect(await max()).toBeGreaterThan((270 - UNSEEN_MS) / 1_000);
    after(10 * MINUTE);
    expect(await max()).toBeLessThan(0.27);
  });
});
