import type { MetricName } from './metric-family.js';
import { OTLP_SELF } from './self-metrics.js';

/**
 * The only label of a metric's overflow series. When a metric has reached its maximum number of series, further label
 * sets are added up there. The label exists for this purpose only, so no real series can have the same value.
 *
 * Source: OpenTelemetry metrics SDK specification, «Cardinality limits»: `otel.metric.overflow=true`.
 */
export const OVERFLOW_LABEL = 'otel_metric_overflow';
/** The same over OTLP, where its value is true. */
export const ATTR_OVERFLOW = 'otel.metric.overflow';
export const OVERFLOW_LABELS: Readonly<Record<string, string>> = Object.freeze({ [OVERFLOW_LABEL]: 'true' });

export const OVERFLOW_COUNTER: MetricName = {
  name: 'telemetry_series_overflowed_total',
  help: 'Times that a label set went to the overflow series because its metric was full',
};

/** The same over OTLP. */
export const OTLP_OVERFLOW_COUNTER = { name: `${OTLP_SELF}series_overflowed`, unit: '{observation}' } as const;
