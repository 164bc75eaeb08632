/** A metric about telemetry itself. */
export interface SelfMetric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
}

function counter(name: string, help: string): SelfMetric {
  return { name: `telemetry_${name}_total`, help, type: 'counter' };
}

function gauge(name: string, help: string): SelfMetric {
  return { name: `telemetry_${name}`, help, type: 'gauge' };
}

/** By exporter. A sampled span that has ended is exported, dropped for one reason, or waits. */
export const SPANS_EXPORTED = counter('spans_exported', 'Spans that an exporter delivered');
export const SPANS_RETRIED = counter('spans_retried', 'Spans that went back into the queue after a failed attempt');
export const SPANS_DROPPED = counter('spans_dropped', 'Spans that were lost');
export const QUEUE_SPANS = gauge('exporter_queue_spans', 'Spans that wait for an exporter');
export const QUEUE_CAPACITY = gauge('exporter_queue_capacity_spans', 'Spans that can wait for an exporter');
export const QUEUE_BYTES = gauge('exporter_queue_bytes', 'Estimated size of the spans that wait for an exporter');
export const QUEUE_CAPACITY_BYTES = gauge('exporter_queue_capacity_bytes', 'Estimated size of the spans that can wait');

/** By reason: the traces and spans that the sampler dropped, and the decisions of `tracing.keep`. */
export const TRACES_KEPT = counter('traces_kept', 'Unsampled traces that were kept');
export const SPANS_KEPT = counter('spans_kept', 'Spans of unsampled traces that were kept');
export const TRACES_DISCARDED = counter('traces_discarded', 'Unsampled traces that were let go');
export const SPANS_DISCARDED = counter('spans_discarded', 'Spans of unsampled traces that were let go');
export const TRACES_HELD = gauge('traces_held', 'Unsampled traces that wait for their end');
export const SPANS_HELD = gauge('spans_held', 'Spans of unsampled traces that wait for the end of their trace');
export const SPANS_HELD_BYTES = gauge('spans_held_bytes', 'Estimated size of the spans that wait');

export const LOG_ENTRIES_DROPPED = counter('log_entries_dropped', 'Log entries that found no room');
/** By destination, of those beyond a network; losses by reason too. */
export const LOG_ENTRIES_EXPORTED = counter('log_entries_exported', 'Log entries that a receiver took');
export const LOG_ENTRIES_RETRIED = counter(
  'log_entries_retried',
  'Log entries that went back into the queue after a failed attempt',
);
export const LOG_ENTRIES_LOST = counter('log_entries_lost', 'Log entries that a receiver never gets');
export const LOG_QUEUE_ENTRIES = gauge('log_queue_entries', 'Log entries that wait for a receiver');
export const LOG_QUEUE_BYTES = gauge('log_queue_bytes', 'Size of the log entries that wait for a receiver');

/** By target and result: metric pushes. */
export const METRIC_PUSHES = counter('metric_pushes', 'Pushes of metrics');
/** By target. */
export const METRIC_POINTS_REJECTED = counter(
  'metric_points_rejected',
  'Data points that a receiver took and rejected',
);

/** By name: whether an instrumentation observes all of its targets. */
export const INSTRUMENTATION_ACTIVE = gauge(
  'instrumentation_active',
  'Whether an instrumentation observes all that it is meant to observe: 1, or 0 when something is missing',
);
