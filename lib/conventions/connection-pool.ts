import type { MetricName } from './metric-family.js';

export type PoolState = 'active' | 'idle' | 'inUse';

/** A pool's connections: a state and not an operation, and so no family. */
export const CONNECTION_POOL: MetricName & { readonly label: string; readonly states: Record<PoolState, string> } = {
  name: 'db_connection_pool_connections',
  help: 'Number of database connections in the pool',
  label: 'state',
  states: { active: 'active', idle: 'idle', inUse: 'in_use' },
};
