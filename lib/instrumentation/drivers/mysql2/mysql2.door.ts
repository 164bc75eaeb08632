import { driverDoor } from '../driver-door.js';
import { ownerOf, replaceMethod } from '../../replace-method.js';
import { Commands } from './commands.js';
import type { MysqlModule } from './mysql2.types.js';
import { MysqlPools } from './mysql-pools.js';
import { MysqlQueries } from './mysql-queries.js';

/**
 * Observes MySQL and MariaDB through `mysql2`, and so what stands on it. Pools, clusters and the promise wrapper all end
 * in the `query` and `execute` of a connection.
 */
export const openMysql2 = driverDoor<MysqlModule>({
  packageName: 'mysql2',
  wanted: ({ database }) => database.drivers.mysql2,
  load: async () => {
    const module = await import('mysql2');
    return module.default as unknown as MysqlModule;
  },
  patch: ({ Connection, Pool }, patch) => {
    const queries = new MysqlQueries();
    const commands = new Commands(patch, queries);
    const pools = new MysqlPools(patch, queries);
    const pool = ownerOf(Pool.prototype, 'getConnection');
    const connection = ownerOf(Connection.prototype, 'query');
    const undo = [
      replaceMethod(connection, 'query', commands.query),
      replaceMethod(connection, 'execute', commands.execute),
      replaceMethod(connection, 'addCommand', commands.addCommand),
      replaceMethod(pool, 'getConnection', pools.getConnection),
      replaceMethod(pool, 'query', pools.query),
      replaceMethod(pool, 'execute', pools.query),
    ];
    return () => {
      for (const close of undo) close();
    };
  },
});
