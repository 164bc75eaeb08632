import type { Registry } from 'prom-client';
import {
  CONNECTION_POOL,
  CONNECTION_POOL_WAIT,
  CONNECTION_POOL_WAITING,
  type ObserveWait,
  POOL_LABEL,
  type PoolReading,
  type PoolState,
  type WatchedPool,
} from '../conventions/database/connection-pool.js';
import type { MetricName } from '../conventions/metrics/metric-family.js';
import { KeptHistogram } from './kept/kept-histogram.js';
import type { Sample } from './sample.js';
import { ReadMetric } from './read-metric.js';
import type { SeriesCap } from './series/series-cap.js';

/**
 * The maximum number of pool names; further pools share one name. An application with one pool per customer must not
 * fill the registry.
 */
const MAX_NAMES = 50;
const OTHER = 'other';

type Connections = Readonly<Record<PoolState, number>>;

/**
 * The number of connections in an application's pools, by state, and the time that a request waits for a connection.
 */
export class ConnectionPools {
  private readonly watched = new Set<WatchedPool>();
  private readonly names = new Set<string>();
  private readonly wait: KeptHistogram;
  private byHand: Connections | undefined;

  constructor(registry: Registry, prefix = '', cap?: SeriesCap) {
    const gauge = (metric: MetricName, read: () => readonly Sample[]) =>
      new ReadMetric({ ...metric, type: 'gauge' }, prefix, read, registry);
    gauge(CONNECTION_POOL, () => this.connections());
    gauge(CONNECTION_POOL_WAITING, () =>
      [...this.read()].map(([pool, { waiting }]) => ({ labels: { [POOL_LABEL]: pool }, value: waiting })),
    );
    const { name, help, buckets } = CONNECTION_POOL_WAIT;
    this.wait = new KeptHistogram(prefix + name, help, buckets, registry, cap);
  }

  /** The numbers of a pool that the application sets by hand. */
  set(connections: Connections): void {
    this.byHand = connections;
  }

  /** Reads a pool at each scrape until it ends. Pools with the same name are added up. */
  watch({ name: asked, read }: WatchedPool): ObserveWait {
    // Without scrapes, new pools replace the oldest ones.
    this.read();
    const name = this.admit(asked);
    this.watched.add({ name, read });
    const series = this.wait.labels({ [POOL_LABEL]: name });
    return (seconds) => series.observe(seconds);
  }

  private admit(name: string): string {
    if (!this.names.has(name) && this.names.size >= MAX_NAMES) return OTHER;
    this.names.add(name);
    return name;
  }

  private connections(): Sample[] {
    const samples = this.byHand === undefined ? [] : samplesOf(this.byHand, {});
    for (const [pool, { open, idle }] of this.read()) {
      samples.push(...samplesOf({ active: open, idle, inUse: open - idle }, { [POOL_LABEL]: pool }));
    }
    return samples;
  }

  private read(): ReadonlyMap<string, PoolReading> {
    const readings = new Map<string, PoolReading>();
    for (const pool of this.watched) {
      const reading = readingOf(pool);
      if (reading === undefined) {
        this.watched.delete(pool);
        continue;
      }
      const { open = 0, idle = 0, waiting = 0 } = readings.get(pool.name) ?? {};
      readings.set(pool.name, {
        open: open + reading.open,
        idle: idle + reading.idle,
        waiting: waiting + reading.waiting,
      });
    }
    return readings;
  }
}

function samplesOf(connections: Connections, labels: Sample['labels']): Sample[] {
  const { label, states } = CONNECTION_POOL;
  return (Object.keys(states) as PoolState[]).map((state) => ({
    labels: { ...labels, [label]: states[state] },
    value: connections[state],
  }));
}

/** A pool whose numbers cannot be read counts as ended. */
function readingOf(pool: WatchedPool): PoolReading | undefined {
  try {
    return pool.read();
  } catch {
    return undefined;
  }
}
