import {
  type Context,
  isSpanContextValid,
  type Span,
  SpanKind,
  type TextMapPropagator,
  trace,
} from '@opentelemetry/api';
import { getRPCMetadata, isTracingSuppressed, RPCType, suppressTracing } from '@opentelemetry/core';
import { withForeignSpan } from '../../context/foreign-span.js';
import { extractRemote, headerGetter } from '../../context/propagation.js';
import { UnitOfWork } from '../../observation/index.js';

/**
 * The context in which a request begins: what its headers say, unless another instrumentation was there first. Then it
 * is that one's, with its span, or with its wish that this request be left out of tracing.
 */
export function requestContext(
  active: Context,
  propagator: TextMapPropagator,
  headers: Parameters<typeof headerGetter.keys>[0],
): Context {
  // One request can be made within another of ours, without a socket: what is current then belongs to the outer one.
  const isOurs = UnitOfWork.isIn(active);
  if (!isOurs && isServerSpan(active)) return withForeignSpan(active);
  const remote = extractRemote(propagator, headers, headerGetter);
  return !isOurs && isTracingSuppressed(active) ? suppressTracing(remote) : remote;
}

function isServerSpan(active: Context): boolean {
  const span = trace.getSpan(active) as (Span & { readonly kind?: SpanKind }) | undefined;
  if (span === undefined) return false;
  const spanContext = span.spanContext();
  if (spanContext.isRemote === true || !isSpanContextValid(spanContext)) return false;
  // OpenTelemetry's own says which span is the request's; one that is not sampled shows no kind.
  const metadata = getRPCMetadata(active);
  if (metadata?.type === RPCType.HTTP && metadata.span === span) return true;
  return span.kind === SpanKind.SERVER && span.isRecording();
}
