import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';

const LIMIT_MS = 10_000;
/** Most of what a test waits for happens within a few turns of the event loop. */
const TURNS = 20;
const PAUSE_MS = 5;

/** Waits until `condition` holds. After ten seconds it throws, and quotes the condition. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const start = performance.now();
  for (let looks = 1; !(await condition()); looks++) {
    if (performance.now() - start > LIMIT_MS) throw new Error(`Never came true: ${condition.toString()}`);
    await (looks <= TURNS ? turn() : delay(PAUSE_MS));
  }
}

/** Lets the event loop turn: what is on its way within this process arrives, also what should not. */
export async function turns(count = TURNS): Promise<void> {
  for (let passed = 0; passed < count; passed++) await turn();
}
