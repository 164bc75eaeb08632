import { SpanKind } from '@opentelemetry/api';

/** The sorts of calls that telemetry knows, and the part that this process plays in each. */
export const OPERATION_KINDS = {
  'http.server': SpanKind.SERVER,
  'http.client': SpanKind.CLIENT,
  function: SpanKind.INTERNAL,
  database: SpanKind.CLIENT,
  cache: SpanKind.CLIENT,
  business: SpanKind.INTERNAL,
  'rpc.server': SpanKind.SERVER,
  'rpc.client': SpanKind.CLIENT,
  'messaging.send': SpanKind.PRODUCER,
  'messaging.process': SpanKind.CONSUMER,
} as const satisfies Record<string, SpanKind>;

export type OperationKind = keyof typeof OPERATION_KINDS;

/** The OpenTelemetry span kind for an operation's kind; internal for one that telemetry does not know. */
export function spanKind(kind: string): SpanKind {
  return OPERATION_KINDS[kind as OperationKind] ?? SpanKind.INTERNAL;
}
