import { type Attributes, type HrTime, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';
import { ATTR_OTEL_SCOPE_NAME, ATTR_OTEL_STATUS_CODE, ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import type { ZipkinEndpoint } from './zipkin-endpoint.js';
import { zipkinRemoteEndpoint } from './zipkin-remote-endpoint.js';

/** A span in Zipkin's v2 format; undefined values are left out of its JSON. */
export interface ZipkinSpan {
  readonly traceId: string;
  readonly id: string;
  readonly parentId: string | undefined;
  readonly name: string;
  readonly kind: 'CLIENT' | 'SERVER' | 'PRODUCER' | 'CONSUMER' | undefined;
  /** Microseconds, whole ones. */
  readonly timestamp: number;
  /** Microseconds, at least one. */
  readonly duration: number;
  readonly localEndpoint: ZipkinEndpoint;
  readonly remoteEndpoint: ZipkinEndpoint | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly annotations: readonly { readonly timestamp: number; readonly value: string }[];
}

const KINDS = {
  [SpanKind.INTERNAL]: undefined,
  [SpanKind.SERVER]: 'SERVER',
  [SpanKind.CLIENT]: 'CLIENT',
  [SpanKind.PRODUCER]: 'PRODUCER',
  [SpanKind.CONSUMER]: 'CONSUMER',
} as const;

/** By OpenTelemetry's specification of the transformation to Zipkin. */
export function zipkinSpan(span: ReadableSpan, localEndpoint: ZipkinEndpoint): ZipkinSpan {
  const { traceId, spanId } = span.spanContext();
  return {
    traceId,
    id: spanId,
    parentId: span.parentSpanContext?.spanId,
    name: span.name,
    kind: KINDS[span.kind],
    timestamp: microseconds(span.startTime),
    duration: Math.max(1, microseconds(span.endTime) - microseconds(span.startTime)),
    localEndpoint,
    remoteEndpoint: zipkinRemoteEndpoint(span),
    tags: tags(span),
    annotations: span.events.map((event) => ({ timestamp: microseconds(event.time), value: annotation(event) })),
  };
}

/** Rounds down: with other rounding, a span could end after its parent or after the start of the next one. */
function microseconds([seconds, nanoseconds]: HrTime): number {
  return seconds * 1e6 + Math.floor(nanoseconds / 1e3);
}

function tags({ resource, attributes, instrumentationScope, status }: ReadableSpan): Record<string, string> {
  const { [ATTR_SERVICE_NAME]: _serviceName, ...others } = resource.attributes;
  const failed = status.code === SpanStatusCode.ERROR;
  return {
    ...texts(others),
    ...texts(attributes),
    [ATTR_OTEL_SCOPE_NAME]: instrumentationScope.name,
    ...(status.code === SpanStatusCode.UNSET ? {} : { [ATTR_OTEL_STATUS_CODE]: SpanStatusCode[status.code] }),
    // Its presence is what marks a span as failed.
    ...(failed ? { error: status.message ?? '' } : {}),
  };
}

function texts(attributes: Attributes): Record<string, string> {
  const entries = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, text(value)]));
}

function text(value: Attributes[string]): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function annotation({ name, attributes = {} }: TimedEvent): string {
  return Object.keys(attributes).length === 0 ? name : `${JSON.stringify(name)}: ${JSON.stringify(attributes)}`;
}
