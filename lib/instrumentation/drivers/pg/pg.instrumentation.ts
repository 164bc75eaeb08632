import { PG_INTERNALS, type PgMember } from './pg.internals.js';
import { driverInstrumentation } from '../driver-instrumentation.js';
import type { PgModule } from './pg.types.js';

/**
 * Observes PostgreSQL through `pg`, and so what stands on it. Both ways to import it give the same classes; a pool's
 * own `query` ends in a client's.
 */
export const instrumentPg = driverInstrumentation<PgModule, PgMember>({
  internals: PG_INTERNALS,
  wanted: ({ database }) => database.drivers.pg,
  load: async () => {
    const module = await import('pg');
    return module.default as unknown as PgModule;
  },
  loadPatch: async () => (await import('./patch-pg.js')).patchPg,
});
