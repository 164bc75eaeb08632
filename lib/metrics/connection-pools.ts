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

/** More pools than these share one name; an application with a pool for each customer must not fill the registry. */
const MAX_NAMES = 50;
const OTHER = 'other';

type Connections = Readonly<Record<PoolState, number>>;

/** How many connections an application's pools have, by state, and how long it takes to get one. */
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

  /** What the application itself says of a pool. */
  set(connections: Connections): void {
    this.byHand = connections;
  }

  /** Reads a pool at each scrape, until it is no more. Pools of one name are added up. */
  watch({ name: asked, read }: WatchedPool): ObserveWait {
    // Where nobody scrapes, new pools push out the old ones.
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

/** A pool that cannot be read any more is none. */
function readingOf(pool: WatchedPool): PoolReading | undefined {
  try {
    return pool.read();
  } catch {
    return undefined;
  }
}
