import type { Registry } from 'prom-client';
import {
  INSTRUMENTATION_ACTIVE,
  LOG_ENTRIES_DROPPED,
  METRIC_PUSHES,
  QUEUE_CAPACITY,
  QUEUE_SPANS,
  REASON_QUEUE_FULL,
  type SelfMetric,
  SPANS_DISCARDED,
  SPANS_DROPPED,
  SPANS_EXPORTED,
  SPANS_FAILED,
  SPANS_HELD,
  SPANS_HELD_BYTES,
  SPANS_KEPT,
  TRACES_DISCARDED,
  TRACES_HELD,
  TRACES_KEPT,
} from '../../conventions/metrics/self-metrics.js';
import type { Sample } from '../sample.js';
import { ReadMetric } from '../read-metric.js';

/** A number of traces, and the number of their spans. */
interface Tally {
  readonly traces: number;
  readonly spans: number;
}

/**
 * The sources of the numbers. They are plain functions, because signals do not import each other. Absent sources are
 * not reported.
 */
export interface SelfMetricSources {
  exporters?(): Iterable<{ exporter: string; exported: number; failed: number; dropped: number }>;
  queues?(): Iterable<{ exporter: string; spans: number; capacity: number }>;
  keep?(): {
    readonly held: Tally & { readonly bytes: number };
    readonly kept: Readonly<Record<string, Tally>>;
    readonly discarded: Readonly<Record<string, Tally>>;
  };
  logEntriesDropped?(): number;
  instrumentations?(): Iterable<{ name: string; active: boolean }>;
  pushes?(): Iterable<{ target: string; succeeded: number; failed: number }>;
}

/** Registers metrics about telemetry's own work and losses. */
export function registerSelfMetrics(registry: Registry, prefix: string, sources: SelfMetricSources): void {
  const add = (metric: SelfMetric, read: () => readonly Sample[]) => new ReadMetric(metric, prefix, read, registry);
  const { exporters, queues, keep, logEntriesDropped, instrumentations, pushes } = sources;
  if (exporters) {
    add(SPANS_EXPORTED, () => samples(exporters(), ({ exported }) => exported));
    add(SPANS_FAILED, () => samples(exporters(), ({ failed }) => failed));
    add(SPANS_DROPPED, () => samples(exporters(), ({ dropped }) => dropped, { reason: REASON_QUEUE_FULL }));
  }
  if (queues) {
    add(QUEUE_SPANS, () => samples(queues(), ({ spans }) => spans));
    add(QUEUE_CAPACITY, () => samples(queues(), ({ capacity }) => capacity));
  }
  if (keep) {
    add(TRACES_KEPT, () => byReason(keep().kept, 'traces'));
    add(SPANS_KEPT, () => byReason(keep().kept, 'spans'));
    add(TRACES_DISCARDED, () => byReason(keep().discarded, 'traces'));
    add(SPANS_DISCARDED, () => byReason(keep().discarded, 'spans'));
    add(TRACES_HELD, () => single(keep().held.traces));
    add(SPANS_HELD, () => single(keep().held.spans));
    add(SPANS_HELD_BYTES, () => single(keep().held.bytes));
  }
  if (logEntriesDropped) add(LOG_ENTRIES_DROPPED, () => single(logEntriesDropped()));
  if (instrumentations) {
    add(INSTRUMENTATION_ACTIVE, () =>
      Array.from(instrumentations(), ({ name, active }) => ({ labels: { name }, value: active ? 1 : 0 })),
    );
  }
  if (pushes) {
    add(METRIC_PUSHES, () =>
      Array.from(pushes()).flatMap(({ target, succeeded, failed }) => [
        { labels: { target, result: 'success' }, value: succeeded },
        { labels: { target, result: 'error' }, value: failed },
      ]),
    );
  }
}

function samples<Counts extends { readonly exporter: string }>(
  counts: Iterable<Counts>,
  value: (counts: Counts) => number,
  labels: Sample['labels'] = {},
): Sample[] {
  return Array.from(counts, (of) => ({ labels: { exporter: of.exporter, ...labels }, value: value(of) }));
}

/** Turns the option `maxTraces` into the label `max_traces`. */
function byReason(tallies: Readonly<Record<string, Tally>>, what: keyof Tally): Sample[] {
  return Object.entries(tallies).map(([reason, tally]) => ({
    labels: { reason: reason.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`) },
    value: tally[what],
  }));
}

function single(value: number): Sample[] {
  return [{ labels: {}, value }];
}
