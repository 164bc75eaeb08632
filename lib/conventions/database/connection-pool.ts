import { DURATION_BUCKETS, type HistogramName, type MetricName } from '../metrics/metric-family.js';

export type PoolState = 'active' | 'idle' | 'inUse';

/**
 * The connections of a pool. They are a state and not an operation, so they are no family. Gauges that are set by hand
 * have no `pool`.
 */
export const CONNECTION_POOL: MetricName & { readonly label: string; readonly states: Record<PoolState, string> } = {
  name: 'db_connection_pool_connections',
  help: 'Number of database connections in the pool',
  label: 'state',
  states: { active: 'active', idle: 'idle', inUse: 'in_use' },
};

/** The name of the pool. */
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

/** The current numbers of a pool. */
export interface PoolReading {
  /** All connections of the pool, including those that are being opened. */
  readonly open: number;
  readonly idle: number;
  /** Requests that wait for a connection. */
  readonly waiting: number;
}

export interface WatchedPool {
  readonly name: string;
  /** Undefined if the pool has ended or was garbage-collected: it is then removed. */
  read(): PoolReading | undefined;
}

/** Records that a request for a connection has ended. */
export type ObserveWait = (seconds: number) => void;

/** Observes `pool`: its numbers are read at each collection. */
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
