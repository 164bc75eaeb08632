import { SpanKind } from '@opentelemetry/api';
import { KINDS } from './kinds.js';

const SPAN_KINDS: ReadonlyMap<string, SpanKind | false> = new Map<string, SpanKind | false>(
  KINDS.map(({ kind, spanKind: part }) => [kind, part]),
);

/**
 * The OpenTelemetry span kind for an operation's kind. False for a kind without spans; internal for an unknown kind.
 */
export function spanKind(kind: string): SpanKind | false {
  return SPAN_KINDS.get(kind) ?? SpanKind.INTERNAL;
}
