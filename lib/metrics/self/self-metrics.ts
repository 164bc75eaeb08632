import type { Registry } from 'prom-client';
import {
  INSTRUMENTATION_ACTIVE,
  LOG_ENTRIES_DROPPED,
  LOG_ENTRIES_EXPORTED,
  LOG_ENTRIES_LOST,
  LOG_ENTRIES_RETRIED,
  LOG_QUEUE_BYTES,
  LOG_QUEUE_ENTRIES,
  METRIC_POINTS_REJECTED,
  METRIC_PUSHES,
  QUEUE_BYTES,
  QUEUE_CAPACITY,
  QUEUE_CAPACITY_BYTES,
  QUEUE_SPANS,
  type SelfMetric,
  SPANS_DISCARDED,
  SPANS_DROPPED,
  SPANS_EXPORTED,
  SPANS_HELD,
  SPANS_HELD_BYTES,
  SPANS_KEPT,
  SPANS_RETRIED,
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

type ByReason = Readonly<Record<string, number>>;

/**
 * The sources of the numbers. They are plain functions, because signals do not import each other. Absent sources are
 * not reported.
 */
export interface SelfMetricSources {
  exporters?(): Iterable<{ exporter: string; exported: number; retried: number; lost: ByReason }>;
  queues?(): Iterable<{
    exporter: string;
    spans: number;
    bytes: number;
    capacity: number;
    capacityBytes: number;
  }>;
  keep?(): {
    readonly held: Tally & { readonly bytes: number };
    readonly kept: Readonly<Record<string, Tally>>;
    readonly discarded: Readonly<Record<string, Tally>>;
  };
  logEntriesDropped?(): number;
  logDeliveries?(): Iterable<{
    destination: string;
    exported: number;
    retried: number;
    lost: ByReason;
    waiting: number;
    waitingBytes: number;
  }>;
  instrumentations?(): Iterable<{ name: string; active: boolean }>;
  pushes?(): Iterable<{ target: string; succeeded: number; failed: number }>;
  rejectedPoints?(): Iterable<{ target: string; points: number }>;
}

/** Registers metrics about telemetry's own work and losses. */
export function registerSelfMetrics(registry: Registry, prefix: string, sources: SelfMetricSources): void {
  const add = (metric: SelfMetric, read: () => readonly Sample[]) => new ReadMetric(metric, prefix, read, registry);
  const { exporters, queues, keep, logEntriesDropped, logDeliveries, instrumentations, pushes, rejectedPoints } =
    sources;
  if (exporters) {
    add(SPANS_EXPORTED, () => samples(exporters(), ({ exported }) => exported));
    add(SPANS_RETRIED, () => samples(exporters(), ({ retried }) => retried));
    add(SPANS_DROPPED, () => lossSamples(exporters(), 'exporter'));
  }
  if (queues) {
    add(QUEUE_SPANS, () => samples(queues(), ({ spans }) => spans));
    add(QUEUE_CAPACITY, () => samples(queues(), ({ capacity }) => capacity));
    add(QUEUE_BYTES, () => samples(queues(), ({ bytes }) => bytes));
    add(QUEUE_CAPACITY_BYTES, () => samples(queues(), ({ capacityBytes }) => capacityBytes));
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
  if (logDeliveries) {
    add(LOG_ENTRIES_EXPORTED, () => samplesBy('destination', logDeliveries(), ({ exported }) => exported));
    add(LOG_ENTRIES_RETRIED, () => samplesBy('destination', logDeliveries(), ({ retried }) => retried));
    add(LOG_ENTRIES_LOST, () => lossSamples(logDeliveries(), 'destination'));
    add(LOG_QUEUE_ENTRIES, () => samplesBy('destination', logDeliveries(), ({ waiting }) => waiting));
    add(LOG_QUEUE_BYTES, () => samplesBy('destination', logDeliveries(), ({ waitingBytes }) => waitingBytes));
  }
  if (rejectedPoints) add(METRIC_POINTS_REJECTED, () => samplesBy('target', rejectedPoints(), ({ points }) => points));
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
): Sample[] {
  return samplesBy('exporter', counts, value);
}

function samplesBy<Label extends string, Counts extends Readonly<Record<Label, string>>>(
  label: Label,
  counts: Iterable<Counts>,
  value: (counts: Counts) => number,
): Sample[] {
  return Array.from(counts, (of) => ({ labels: { [label]: of[label] }, value: value(of) }));
}

function lossSamples<Label extends string>(
  counts: Iterable<Readonly<Record<Label, string>> & { readonly lost: ByReason }>,
  label: Label,
): Sample[] {
  return Array.from(counts).flatMap((of) =>
    Object.entries(of.lost).map(([reason, value]) => ({ labels: { [label]: of[label], reason }, value })),
  );
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
