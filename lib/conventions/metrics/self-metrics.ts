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

/** By exporter. A sampled span that has ended is exported, failed, dropped, or waits. */
export const SPANS_EXPORTED = counter('spans_exported', 'Spans that an exporter delivered');
export const SPANS_FAILED = counter('spans_failed', 'Spans that an exporter took and could not deliver');
export const SPANS_DROPPED = counter('spans_dropped', 'Spans that never reached an exporter');
export const QUEUE_SPANS = gauge('exporter_queue_spans', 'Spans that wait for an exporter');
export const QUEUE_CAPACITY = gauge('exporter_queue_capacity_spans', 'Spans that can wait for an exporter');

/** By reason: the traces and spans that the sampler dropped, and the decisions of `tracing.keep`. */
export const TRACES_KEPT = counter('traces_kept', 'Unsampled traces that were kept');
export const SPANS_KEPT = counter('spans_kept', 'Spans of unsampled traces that were kept');
export const TRACES_DISCARDED = counter('traces_discarded', 'Unsampled traces that were let go');
export const SPANS_DISCARDED = counter('spans_discarded', 'Spans of unsampled traces that were let go');
export const TRACES_HELD = gauge('traces_held', 'Unsampled traces that wait for their end');
export const SPANS_HELD = gauge('spans_held', 'Spans of unsampled traces that wait for the end of their trace');
export const SPANS_HELD_BYTES = gauge('spans_held_bytes', 'Estimated size of the spans that wait');

export const LOG_ENTRIES_DROPPED = counter('log_entries_dropped', 'Log entries that found no room');

/** By target and result: metric pushes. */
export const METRIC_PUSHES = counter('metric_pushes', 'Pushes of metrics');

/** By name: whether an instrumentation observes all of its targets. */
export const INSTRUMENTATION_ACTIVE = gauge(
  'instrumentation_active',
  'Whether an instrumentation observes all that it is meant to observe: 1, or 0 when something is missing',
);

/** Why a span did not reach its exporter. */
export const REASON_QUEUE_FULL = 'queue_full';
