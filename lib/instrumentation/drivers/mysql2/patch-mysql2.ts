import { closeAll } from '../../../life-cycle/close-all.js';
import type { PatchDriver } from '../driver.js';
import { Commands } from './commands.js';
import type { Mysql2Member } from './mysql2.internals.js';
import type { MysqlModule } from './mysql2.types.js';
import { MysqlPools } from './mysql-pools.js';
import { MysqlQueries } from './mysql-queries.js';

export const patchMysql2: PatchDriver<MysqlModule, Mysql2Member> = ({ Connection, Pool }, patch, library) => {
  const queries = new MysqlQueries(library);
  const commands = new Commands(patch, queries);
  const pools = new MysqlPools(patch, queries, library);
  const undo = [
    library.replace('Connection#query', Connection?.prototype, commands.query),
    library.replace('Connection#execute', Connection?.prototype, commands.execute),
    library.replace('Connection#addCommand', Connection?.prototype, commands.addCommand),
    library.replace('Pool#getConnection', Pool?.prototype, pools.getConnection),
    library.replace('Pool#query', Pool?.prototype, pools.query),
    library.replace('Pool#execute', Pool?.prototype, pools.query),
  ];
  return closeAll(undo);
};
