/** A metric about telemetry itself. */
export interface SelfMetric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  /** The name and unit over OTLP. */
  readonly otlp: { readonly name: string; readonly unit: string };
}

/** The namespace of self-metrics and their attributes over OTLP. */
export const OTLP_SELF = 'nestjs.telemetry.';

function counter(name: string, unit: string, help: string): SelfMetric {
  return { name: `telemetry_${name}_total`, help, type: 'counter', otlp: { name: OTLP_SELF + name, unit } };
}

function gauge(name: string, unit: string, help: string): SelfMetric {
  return { name: `telemetry_${name}`, help, type: 'gauge', otlp: { name: OTLP_SELF + name, unit } };
}

export const SELF_METRICS = {
  /** By exporter. A sampled span that has ended is exported, dropped for one reason, or waits. */
  spansExported: counter('spans_exported', '{span}', 'Spans that an exporter delivered'),
  spansRetried: counter('spans_retried', '{span}', 'Spans that went back into the queue after a failed attempt'),
  spansDropped: counter('spans_dropped', '{span}', 'Spans that were lost'),
  queueSpans: gauge('exporter_queue_spans', '{span}', 'Spans that wait for an exporter'),
  queueCapacity: gauge('exporter_queue_capacity_spans', '{span}', 'Spans that can wait for an exporter'),
  queueBytes: gauge('exporter_queue_bytes', 'By', 'Estimated size of the spans that wait for an exporter'),
  queueCapacityBytes: gauge('exporter_queue_capacity_bytes', 'By', 'Estimated size of the spans that can wait'),

  /** By reason: the traces and spans that the sampler dropped, and the decisions of `tracing.keep`. */
  tracesKept: counter('traces_kept', '{trace}', 'Unsampled traces that were kept'),
  spansKept: counter('spans_kept', '{span}', 'Spans of unsampled traces that were kept'),
  tracesDiscarded: counter('traces_discarded', '{trace}', 'Unsampled traces that were let go'),
  spansDiscarded: counter('spans_discarded', '{span}', 'Spans of unsampled traces that were let go'),
  tracesHeld: gauge('traces_held', '{trace}', 'Unsampled traces that wait for their end'),
  spansHeld: gauge('spans_held', '{span}', 'Spans of unsampled traces that wait for the end of their trace'),
  spansHeldBytes: gauge('spans_held_bytes', 'By', 'Estimated size of the spans that wait'),

  logEntriesDropped: counter('log_entries_dropped', '{log_record}', 'Log entries that found no room'),
  /** By destination, of those beyond a network; losses by reason too. */
  logEntriesExported: counter('log_entries_exported', '{log_record}', 'Log entries that a receiver took'),
  logEntriesRetried: counter(
    'log_entries_retried',
    '{log_record}',
    'Log entries that went back into the queue after a failed attempt',
  ),
  logEntriesLost: counter('log_entries_lost', '{log_record}', 'Log entries that a receiver never gets'),
  logQueueEntries: gauge('log_queue_entries', '{log_record}', 'Log entries that wait for a receiver'),
  logQueueBytes: gauge('log_queue_bytes', 'By', 'Size of the log entries that wait for a receiver'),

  /** By target and result: metric pushes. */
  metricPushes: counter('metric_pushes', '{push}', 'Pushes of metrics'),
  /** By target. */
  metricPointsRejected: counter(
    'metric_points_rejected',
    '{data_point}',
    'Data points that a receiver took and rejected',
  ),

  /** By name: whether an instrumentation observes all of its targets. */
  instrumentationActive: gauge(
    'instrumentation_active',
    '1',
    'Whether an instrumentation observes all that it is meant to observe: 1, or 0 when something is missing',
  ),
} as const satisfies Record<string, SelfMetric>;
