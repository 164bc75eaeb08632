import type { DatabaseServer } from '../sql/database-server.js';
import type { PostgresOptions } from './postgres.types.js';

/** Where the connections of a client lead. Of several hosts, the first. */
export function serverOf({ host, port, path, database }: PostgresOptions = {}): DatabaseServer {
  return {
    system: 'postgresql',
    namespace: database,
    address: path || host?.[0],
    port: path ? undefined : port?.[0],
  };
}
