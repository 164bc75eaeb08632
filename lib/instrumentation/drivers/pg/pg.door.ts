import { driverDoor } from '../driver-door.js';
import { ownerOf, replaceMethod } from '../../replace-method.js';
import { KnownServers } from '../sql/known-servers.js';
import { clientQuery } from './client-query.js';
import type { PgModule } from './pg.types.js';
import { PgPools } from './pg-pools.js';

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
    const servers = new KnownServers();
    const pools = new PgPools(patch, servers);
    const undo = [
      replaceMethod(ownerOf(Client.prototype, 'query'), 'query', clientQuery(patch, servers)),
      replaceMethod(ownerOf(Pool.prototype, 'connect'), 'connect', pools.connect),
      replaceMethod(ownerOf(Pool.prototype, 'query'), 'query', pools.query),
    ];
    return () => {
      for (const close of undo) close();
    };
  },
});
