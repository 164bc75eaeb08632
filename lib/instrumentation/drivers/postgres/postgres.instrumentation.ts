import { driverInstrumentation } from '../driver-instrumentation.js';
import { POSTGRES_INTERNALS, type PostgresMember } from './postgres.internals.js';
import type { PostgresModule } from './postgres.types.js';

/** Observes PostgreSQL through postgres.js, which is published twice, for `import` and for `require`. */
export const instrumentPostgres = driverInstrumentation<Extract<PostgresModule, object>, PostgresMember>({
  internals: POSTGRES_INTERNALS,
  wanted: ({ database }) => database.drivers.postgres,
  isDual: true,
  load: async () => (await import('postgres')) as unknown as Extract<PostgresModule, object>,
  loadPatch: async () => (await import('./patch-postgres.js')).patchPostgres,
});
