import { closeAll } from '../../../life-cycle/close-all.js';
import type { PatchDriver } from '../driver.js';
import { outsideWork } from '../outside-work.js';
import { ConnectionQueries } from '../sql/connection-queries.js';
import { clientQuery } from './client-query.js';
import type { PgMember } from './pg.internals.js';
import type { PgModule } from './pg.types.js';
import { PgPools } from './pg-pools.js';

export const patchPg: PatchDriver<PgModule, PgMember> = ({ Client, Pool }, patch, library) => {
  const queries = new ConnectionQueries();
  const pools = new PgPools(patch, queries, library);
  const undo = [
    library.replace('Client#query', Client?.prototype, clientQuery(patch, queries, library)),
    library.replace('Client#connect', Client?.prototype, outsideWork),
    library.replace('Pool#connect', Pool?.prototype, pools.connect),
    library.replace('Pool#query', Pool?.prototype, pools.query),
  ];
  return closeAll(undo);
};
