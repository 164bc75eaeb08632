import type { Registry } from 'prom-client';
import { SELF_METRICS, type SelfMetric } from '../../conventions/metrics/self-metrics.js';
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
  const metrics = SELF_METRICS;
  const add = (metric: SelfMetric, read: () => readonly Sample[]) => new ReadMetric(metric, prefix, read, registry);
  const { exporters, queues, keep, logEntriesDropped, logDeliveries, instrumentations, pushes, rejectedPoints } =
    sources;
  if (exporters) {
    add(metrics.spansExported, () => samples(exporters(), ({ exported }) => exported));
    add(metrics.spansRetried, () => samples(exporters(), ({ retried }) => retried));
    add(metrics.spansDropped, () => lossSamples(exporters(), 'exporter'));
  }
  if (queues) {
    add(metrics.queueSpans, () => samples(queues(), ({ spans }) => spans));
    add(metrics.queueCapacity, () => samples(queues(), ({ capacity }) => capacity));
    add(metrics.queueBytes, () => samples(queues(), ({ bytes }) => bytes));
    add(metrics.queueCapacityBytes, () => samples(queues(), ({ capacityBytes }) => capacityBytes));
  }
  if (keep) {
    add(metrics.tracesKept, () => byReason(keep().kept, 'traces'));
    add(metrics.spansKept, () => byReason(keep().kept, 'spans'));
    add(metrics.tracesDiscarded, () => byReason(keep().discarded, 'traces'));
    add(metrics.spansDiscarded, () => byReason(keep().discarded, 'spans'));
    add(metrics.tracesHeld, () => single(keep().held.traces));
    add(metrics.spansHeld, () => single(keep().held.spans));
    add(metrics.spansHeldBytes, () => single(keep().held.bytes));
  }
  if (logEntriesDropped) add(metrics.logEntriesDropped, () => single(logEntriesDropped()));
  if (logDeliveries) {
    add(metrics.logEntriesExported, () => samplesBy('destination', logDeliveries(), ({ exported }) => exported));
    add(metrics.logEntriesRetried, () => samplesBy('destination', logDeliveries(), ({ retried }) => retried));
    add(metrics.logEntriesLost, () => lossSamples(logDeliveries(), 'destination'));
    add(metrics.logQueueEntries, () => samplesBy('destination', logDeliveries(), ({ waiting }) => waiting));
    add(metrics.logQueueBytes, () => samplesBy('destination', logDeliveries(), ({ waitingBytes }) => waitingBytes));
  }
  if (rejectedPoints)
    add(metrics.metricPointsRejected, () => samplesBy('target', rejectedPoints(), ({ points }) => points));
  if (instrumentations) {
    add(metrics.instrumentationActive, () =>
      Array.from(instrumentations(), ({ name, active }) => ({ labels: { name }, value: active ? 1 : 0 })),
    );
  }
  if (pushes) {
    add(metrics.metricPushes, () =>
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
