import { SpanKind } from '@opentelemetry/api';
import type { CallKind } from '../call-kind.js';

/** A method or function of the application: a span and nothing else. */
export const FUNCTION = {
  kind: 'function',
  spanKind: SpanKind.INTERNAL,
  option: false,
  metrics: false,
  event: false,
} as const satisfies CallKind;
