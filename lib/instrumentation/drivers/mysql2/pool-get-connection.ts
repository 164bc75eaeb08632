import type { SharedPatch } from '../../shared-patch.js';
import type { Call } from '../replace-method.js';
import { WatchedPools } from '../sql/watched-pools.js';
import type { MysqlPool } from './mysql2.types.js';

/** `Pool#getConnection`, which everything passes that wants a connection of a pool or of a cluster. */
export function poolGetConnection(patch: SharedPatch): (original: Call) => Call {
  const pools = new WatchedPools<MysqlPool>(
    ({ config: { connectionConfig: config } }) => ({
      address: config.socketPath ?? config.host,
      port: config.socketPath === undefined ? config.port : undefined,
      namespace: config.database,
    }),
    ({ _closed, _allConnections, _freeConnections, _connectionQueue }) =>
      _closed
        ? undefined
        : { open: _allConnections.length, idle: _freeConnections.length, waiting: _connectionQueue.length },
  );
  return (original) =>
    function getConnection(this: unknown, ...parameters) {
      const application = patch.application(this);
      const [callback] = parameters;
      if (application === undefined || typeof callback !== 'function') return Reflect.apply(original, this, parameters);
      return Reflect.apply(original, this, [pools.follow(callback as Call, this as MysqlPool, application)]);
    };
}
