import { closeAll } from '../../../life-cycle/close-all.js';
import { ownerOf, replaceMethod } from '../../replace-method.js';
import type { PatchDriver } from '../driver-instrumentation.js';
import { Commands } from './commands.js';
import type { MysqlModule } from './mysql2.types.js';
import { MysqlPools } from './mysql-pools.js';
import { MysqlQueries } from './mysql-queries.js';

export const patchMysql2: PatchDriver<MysqlModule> = ({ Connection, Pool }, patch) => {
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
  return closeAll(undo);
};
