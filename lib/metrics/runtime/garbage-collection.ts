import { constants, PerformanceObserver } from 'node:perf_hooks';
import type { Registry } from 'prom-client';
import { GC_DURATION } from '../../conventions/metrics/runtime.js';
import { type HistogramSeries, KeptHistogram } from '../kept/kept-histogram.js';

const KINDS: ReadonlyMap<number, string> = new Map([
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

/** Records the duration of garbage collections, by kind. Returns a function that stops it. */
export function timeGarbageCollection(registry: Registry, prefix: string): () => void {
  const { name, help, buckets, label } = GC_DURATION;
  const histogram = new KeptHistogram(prefix + name, help, buckets, registry);
  const series = new Map<number, HistogramSeries>();
  for (const [kind, of] of KINDS) series.set(kind, histogram.labels({ [label]: of }));
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { kind } = (entry as unknown as { detail?: { kind?: number } }).detail ?? {};
      series.get(kind ?? -1)?.observe(entry.duration / 1_000);
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  return () => observer.disconnect();
}
