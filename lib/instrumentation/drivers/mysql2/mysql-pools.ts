import type { SharedPatch } from '../../shared-patch.js';
import type { Call } from '../../replace-method.js';
import { PooledQueries } from '../sql/pooled-queries.js';
import { WatchedPools } from '../sql/watched-pools.js';
import type { MysqlCommand, MysqlPool } from './mysql2.types.js';
import { type MysqlQueries, serverOf } from './mysql-queries.js';

/** The pools of `mysql2`, those of clusters too: who asks them for connections, and how many they have. */
export class MysqlPools {
  private readonly asked = new PooledQueries();
  private readonly watched = new WatchedPools<MysqlPool>(
    ({ config }) => serverOf(config.connectionConfig),
    ({ _closed, _allConnections, _freeConnections, _connectionQueue }) =>
      _closed
        ? undefined
        : { open: _allConnections.length, idle: _freeConnections.length, waiting: _connectionQueue.length },
  );

  constructor(
    private readonly patch: SharedPatch,
    private readonly queries: MysqlQueries,
  ) {}

  /** `Pool#getConnection`, which everything passes that wants a connection. */
  readonly getConnection = (original: Call): Call => {
    const { asked, watched, patch } = this;
    return function getConnection(this: unknown, ...parameters) {
      const failed = asked.take();
      const application = patch.application(this);
      const [callback] = parameters;
      if (application === undefined || typeof callback !== 'function') return Reflect.apply(original, this, parameters);
      return Reflect.apply(original, this, [watched.follow(callback as Call, this as MysqlPool, application, failed)]);
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
      const { connectionConfig } = (this as MysqlPool).config;
      // Without a connection, nobody has said which of the two it is.
      const describe = () => queries.describe(application, 'mysql', connectionConfig, text, given);
      return asked.ask({ application, describe }, ask);
    };
  };
}
