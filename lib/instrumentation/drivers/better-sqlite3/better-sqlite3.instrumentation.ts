import { BETTER_SQLITE3_INTERNALS, type BetterSqlite3Member } from './better-sqlite3.internals.js';
import { driverInstrumentation } from '../driver-instrumentation.js';
import type { BetterSqlite3 } from './better-sqlite3.types.js';

/**
 * Observes SQLite through `better-sqlite3`. `pragma` and `transaction` run statements, and so are observed with
 * the others.
 */
export const instrumentBetterSqlite3 = driverInstrumentation<BetterSqlite3, BetterSqlite3Member>({
  internals: BETTER_SQLITE3_INTERNALS,
  wanted: ({ database }) => database.drivers.betterSqlite3,
  load: async () => {
    const module = await import('better-sqlite3');
    return module.default as unknown as BetterSqlite3;
  },
  loadPatch: async () => (await import('./patch-better-sqlite3.js')).patchBetterSqlite3,
});
