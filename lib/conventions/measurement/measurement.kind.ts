import type { CallKind } from '../call-kind.js';

/**
 * A call that only feeds a counter or a duration metric of the application. It has no family: each operation names its
 * metric, and the metrics observer reads the name with `measuredMetric()`.
 */
export const MEASUREMENT = {
  kind: 'measurement',
  spanKind: false,
  option: false,
  metrics: false,
  event: false,
} as const satisfies CallKind;
