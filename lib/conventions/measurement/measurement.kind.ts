import type { CallKind } from '../call-kind.js';

/**
 * A call that is counted or timed in a metric of the application's choice, and nothing else. It has no family: each of
 * its operations names its metric, and the metrics observer reads it with `measuredMetric()`.
 */
export const MEASUREMENT = {
  kind: 'measurement',
  spanKind: false,
  option: false,
  metrics: false,
  event: false,
} as const satisfies CallKind;
