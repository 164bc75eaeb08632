import type { FamilyMetrics } from './metric-family.js';
import type { OtlpFamily } from './otlp-family.js';

/** The metrics of one kind of operation. */
export interface KindMetrics {
  /** Under the names that Prometheus users expect. */
  readonly prometheus: FamilyMetrics;
  /** Under the names of semantic conventions 1.45, or under this package's where they have none. */
  readonly otlp: OtlpFamily;
}

/** The names of the option `metrics.naming`. */
export type MetricNaming = 'prometheus' | 'semconv';
