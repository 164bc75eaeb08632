import { DURATION_BUCKETS, type HistogramName, type MetricName } from '../metrics/metric-family.js';

export type PoolState = 'active' | 'idle' | 'inUse';

/** A pool's connections: a state and not an operation, and so no family. Those that are set by hand have no `pool`. */
export const CONNECTION_POOL: MetricName & { readonly label: string; readonly states: Record<PoolState, string> } = {
  name: 'db_connection_pool_connections',
  help: 'Number of database connections in the pool',
  label: 'state',
  states: { active: 'active', idle: 'idle', inUse: 'in_use' },
};

/** Which pool. */
export const POOL_LABEL = 'pool';

export const CONNECTION_POOL_WAITING: MetricName = {
  name: 'db_connection_pool_waiting_requests',
  help: 'Number of requests that wait for a database connection',
};

export const CONNECTION_POOL_WAIT: HistogramName = {
  name: 'db_connection_pool_wait_seconds',
  help: 'Time to get a database connection from the pool in seconds, whether or not there was one',
  buckets: DURATION_BUCKETS,
};

/** What a pool says of itself. */
export interface PoolReading {
  /** All connections that the pool has, those included that are being made. */
  readonly open: number;
  readonly idle: number;
  /** Requests for a connection that have none yet. */
  readonly waiting: number;
}

export interface WatchedPool {
  readonly name: string;
  /** Undefined when the pool has ended or is no more: it is forgotten then. */
  read(): PoolReading | undefined;
}

/** Somebody asked the pool for a connection and has an answer. */
export type ObserveWait = (seconds: number) => void;

/** Reads `pool` whenever somebody wants its numbers. */
export type WatchPool = (pool: WatchedPool) => ObserveWait;

export interface PoolAddress {
  readonly address: string | undefined;
  readonly port: number | undefined;
  readonly namespace: string | undefined;
}

/** Source: semantic conventions 1.45, `db.client.connection.pool.name`: `server.address:server.port/db.namespace`. */
export function poolName({ address = 'localhost', port, namespace }: PoolAddress): string {
  return `${address}${port === undefined ? '' : `:${port}`}${namespace ? `/${namespace}` : ''}`;
}
