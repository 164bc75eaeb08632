import { SpanKind } from '@opentelemetry/api';
import type { CallKind } from '../call-kind.js';

/** A method or function of the application. It has a span, and no metrics or log line. */
export const FUNCTION = {
  kind: 'function',
  spanKind: SpanKind.INTERNAL,
  option: false,
  metrics: false,
  event: false,
} as const satisfies CallKind;
