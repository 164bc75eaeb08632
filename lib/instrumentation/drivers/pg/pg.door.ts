import { driverDoor } from '../driver-door.js';
import { ownerOf, replaceMethod } from '../replace-method.js';
import { poolConnect } from './pool-connect.js';
import { clientQuery } from './client-query.js';
import type { PgModule } from './pg.types.js';

/**
 * Observes PostgreSQL through `pg`, and so what stands on it. Both ways to import it give the same classes; a pool's
 * own `query` ends in a client's.
 */
export const openPg = driverDoor<PgModule>({
  packageName: 'pg',
  wanted: ({ database }) => database.drivers.pg,
  load: async () => {
    const module = await import('pg');
    return module.default as unknown as PgModule;
  },
  patch: ({ Client, Pool }, patch) => {
    const undo = [
      replaceMethod(ownerOf(Client.prototype, 'query'), 'query', clientQuery(patch)),
      replaceMethod(ownerOf(Pool.prototype, 'connect'), 'connect', poolConnect(patch)),
    ];
    return () => {
      for (const close of undo) close();
    };
  },
});
