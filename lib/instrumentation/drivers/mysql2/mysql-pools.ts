import type { PoolAddress } from '../../../conventions/database/connection-pool.js';
import type { SharedPatch } from '../../shared-patch.js';
import type { Call } from '../../replace-method.js';
import type { Library } from '../../internals/library.js';
import { PooledQueries } from '../sql/pooled-queries.js';
import { WatchedPools } from '../sql/watched-pools.js';
import type { Mysql2Member } from './mysql2.internals.js';
import type { MysqlCommand, MysqlPool } from './mysql2.types.js';
import { type MysqlQueries, serverOf } from './mysql-queries.js';

const COUNTS = ['_allConnections', '_freeConnections', '_connectionQueue'] as const;

/** The pools of `mysql2`, those of clusters too: who asks them for connections, and how many they have. */
export class MysqlPools {
  private readonly asked = new PooledQueries();
  private readonly watched = new WatchedPools<MysqlPool>(
    (pool) => this.address(pool),
    ({ _closed, _allConnections, _freeConnections, _connectionQueue }) =>
      _closed || !(_allConnections && _freeConnections && _connectionQueue)
        ? undefined
        : { open: _allConnections.length, idle: _freeConnections.length, waiting: _connectionQueue.length },
  );

  constructor(
    private readonly patch: SharedPatch,
    private readonly queries: MysqlQueries,
    private readonly library: Library<Mysql2Member>,
  ) {}

  /** `Pool#getConnection`, which everything passes that wants a connection. */
  readonly getConnection = (original: Call): Call => {
    const { asked, watched, patch } = this;
    return function getConnection(this: unknown, ...parameters) {
      const failed = asked.take();
      const application = patch.application(this);
      const [callback] = parameters;
      if (application === undefined || typeof callback !== 'function') return Reflect.apply(original, this, parameters);
      const pool = this as MysqlPool;
      const { _closed: wasClosed } = pool;
      // What waits when a pool is closed is given up. What is asked of it afterwards is a mistake.
      const tell = failed && ((error: unknown) => failed(error, { isGivenUp: pool._closed && !wasClosed }));
      return Reflect.apply(original, this, [watched.follow(callback as Call, pool, application, tell)]);
    };
  };

  /** `Pool#query` and `Pool#execute`, which a connection sees too, where there is one. */
  readonly query = (original: Call): Call => {
    const { asked, queries, patch } = this;
    return function query(this: unknown, ...parameters) {
      const application = patch.application(this);
      const ask = () => Reflect.apply(original, this, parameters);
      if (application === undefined) return ask();
      const [sql, values] = parameters;
      const { sql: text = sql, values: own } = Object(sql) as MysqlCommand;
      const given = own ?? (typeof values === 'function' ? undefined : values);
      const { connectionConfig = {} } = (this as MysqlPool).config ?? {};
      // Without a connection it is not known which of the two it is.
      const describe = () =>
        queries.describe(application, this as MysqlPool, { system: 'mysql', config: connectionConfig }, text, given);
      return asked.ask({ application, describe }, ask);
    };
  };

  private address(pool: MysqlPool): PoolAddress {
    const { library } = this;
    for (const name of COUNTS) library.inspect(`Pool#${name}`, pool);
    library.check('Pool#config.connectionConfig', pool.config?.connectionConfig !== undefined);
    return serverOf(pool.config?.connectionConfig);
  }
}
