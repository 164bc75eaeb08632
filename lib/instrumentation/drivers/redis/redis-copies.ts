import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Close } from '../../instrumentation.js';
import { Library } from '../../internals/library.js';
import { copyIn } from '../../internals/package-copy.js';
import type { InstrumentationStates } from '../../states/instrumentation-states.js';
import { watchLaterCopies } from '../copies/later-copies.js';
import { loadedCopies } from '../copies/loaded-packages.js';
import { REDIS_INTERNALS } from './redis.internals.js';

const CHANNELS = 'dist/lib/client/tracing.js';

/** Reports each copy of node-redis that publishes nothing, whenever it is loaded. Returns what ends that. */
export function checkRedisCopies(states: InstrumentationStates): Close {
  const known = new Set<string>();
  const check = (directory: string): void => {
    if (known.has(directory)) return;
    known.add(directory);
    const { name, packageName } = REDIS_INTERNALS;
    states.start(name);
    new Library(REDIS_INTERNALS, states, copyIn(directory, packageName)).check(
      CHANNELS,
      existsSync(join(directory, CHANNELS)),
    );
  };
  for (const directory of loadedCopies(REDIS_INTERNALS.packageName)) check(directory);
  return watchLaterCopies(REDIS_INTERNALS.packageName, check);
}
