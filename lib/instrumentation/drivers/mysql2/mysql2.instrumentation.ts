import { MYSQL2_INTERNALS, type Mysql2Member } from './mysql2.internals.js';
import { driverInstrumentation } from '../driver-instrumentation.js';
import type { MysqlModule } from './mysql2.types.js';

/**
 * Observes MySQL and MariaDB through `mysql2`, and so what stands on it. Pools, clusters and the promise wrapper all end
 * in the `query` and `execute` of a connection.
 */
export const instrumentMysql2 = driverInstrumentation<MysqlModule, Mysql2Member>({
  internals: MYSQL2_INTERNALS,
  wanted: ({ database }) => database.drivers.mysql2,
  load: async () => {
    const module = await import('mysql2');
    return module.default as unknown as MysqlModule;
  },
  loadPatch: async () => (await import('./patch-mysql2.js')).patchMysql2,
});
