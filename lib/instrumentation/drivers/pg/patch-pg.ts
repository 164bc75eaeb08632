import { closeAll } from '../../../life-cycle/close-all.js';
import { ownerOf, replaceMethod } from '../../replace-method.js';
import type { PatchDriver } from '../driver-instrumentation.js';
import { KnownServers } from '../sql/known-servers.js';
import { clientQuery } from './client-query.js';
import type { PgModule } from './pg.types.js';
import { PgPools } from './pg-pools.js';

export const patchPg: PatchDriver<PgModule> = ({ Client, Pool }, patch) => {
  const servers = new KnownServers();
  const pools = new PgPools(patch, servers);
  const undo = [
    replaceMethod(ownerOf(Client.prototype, 'query'), 'query', clientQuery(patch, servers)),
    replaceMethod(ownerOf(Pool.prototype, 'connect'), 'connect', pools.connect),
    replaceMethod(ownerOf(Pool.prototype, 'query'), 'query', pools.query),
  ];
  return closeAll(undo);
};
