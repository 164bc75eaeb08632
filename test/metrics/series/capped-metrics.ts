import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Registry } from 'prom-client';
import { Metrics } from 'nestjs-telemetry';
import { METRIC_FAMILIES } from '../../../lib/conventions/index.js';
import { MetricsObserver } from '../../../lib/metrics/metrics.observer.js';
import { SeriesCap } from '../../../lib/metrics/series/series-cap.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

export interface Capped {
  readonly metrics: Metrics;
  readonly observer: MetricsObserver;
  readonly registry: Registry;
  readonly reports: string[];
  /** The values of a metric's series, by labels as the endpoint shows them. */
  samples(name: string): Promise<ReadonlyMap<string, number>>;
}

export function capped(limit: number): Capped {
  const registry = new Registry();
  const reports: string[] = [];
  const report = (what: string) => void reports.push(what);
  const cap = new SeriesCap(limit, registry, report);
  const observer = new MetricsObserver(registry, METRIC_FAMILIES, cap);
  return {
    metrics: new Metrics(registry, { observer, cap, report }),
    observer,
    registry,
    reports,
    samples: async (name) => {
      const lines = (await registry.metrics()).split('\n').filter((line) => new RegExp(`^${name}[ {]`).test(line));
      return new Map(
        lines.map((line) => {
          const at = line.lastIndexOf(' ');
          return [line.slice(name.length, at), Number(line.slice(at + 1))];
        }),
      );
    },
  };
}

export function sum(samples: ReadonlyMap<string, number>): number {
  return [...samples.values()].reduce((total, value) => total + value, 0);
}

/** Megabytes that are still held after `work`. */
export async function megabytesHeldBy(work: () => unknown): Promise<number> {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  await work();
  collectGarbage();
  return (process.memoryUsage().heapUsed - before) / 1e6;
}
