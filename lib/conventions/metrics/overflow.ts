import type { MetricName } from './metric-family.js';

/**
 * Where a metric has as many series as it may, further label sets are added up in one series with this label alone. A
 * label of its own: it is no value that a real series could have.
 *
 * Source: OpenTelemetry metrics SDK specification, «Cardinality limits»: `otel.metric.overflow=true`.
 */
export const OVERFLOW_LABEL = 'otel_metric_overflow';
export const OVERFLOW_LABELS: Readonly<Record<string, string>> = Object.freeze({ [OVERFLOW_LABEL]: 'true' });

export const OVERFLOW_COUNTER: MetricName = {
  name: 'telemetry_series_overflowed_total',
  help: 'Times that a label set went to the overflow series because its metric was full',
};
