import type { Registry } from 'prom-client';
import { CONNECTION_POOL, type PoolState } from '../conventions/connection-pool.js';
import { KeptGauge } from './kept/kept-gauge.js';

/** How many connections a pool has, by state. */
export class ConnectionPool {
  private readonly gauge: KeptGauge;

  constructor(registry: Registry, prefix = '') {
    this.gauge = new KeptGauge(prefix + CONNECTION_POOL.name, CONNECTION_POOL.help, registry);
  }

  set(connections: Readonly<Record<PoolState, number>>): void {
    const { label, states } = CONNECTION_POOL;
    for (const state of Object.keys(states) as PoolState[]) {
      this.gauge.labels({ [label]: states[state] }).value = connections[state];
    }
  }
}
