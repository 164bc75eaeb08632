import {
  type Context,
  isSpanContextValid,
  type Span,
  SpanKind,
  type TextMapPropagator,
  trace,
} from '@opentelemetry/api';
import { getRPCMetadata, isTracingSuppressed, RPCType, suppressTracing } from '@opentelemetry/core';
import { withForeignSpanOf } from '../../context/foreign-span.js';
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
  const theirs = isOurs ? undefined : serverSpan(active);
  if (theirs !== undefined) return withForeignSpanOf(active, theirs);
  const remote = extractRemote(propagator, headers, headerGetter);
  return !isOurs && isTracingSuppressed(active) ? suppressTracing(remote) : remote;
}

/** The span that another instrumentation has created for this request. */
function serverSpan(active: Context): Span | undefined {
  const current = trace.getSpan(active) as (Span & { readonly kind?: SpanKind }) | undefined;
  if (current === undefined || !isLocal(current)) return undefined;
  // OpenTelemetry's own says which span is the request's: one that is not sampled shows no kind, and instrumentations of
  // routers make spans below it active.
  const metadata = getRPCMetadata(active);
  if (metadata?.type === RPCType.HTTP && isLocal(metadata.span) && isSameTrace(metadata.span, current)) {
    return metadata.span;
  }
  return current.kind === SpanKind.SERVER && current.isRecording() ? current : undefined;
}

function isLocal(span: Span): boolean {
  const spanContext = span.spanContext();
  return spanContext.isRemote !== true && isSpanContextValid(spanContext);
}

function isSameTrace(one: Span, other: Span): boolean {
  return one.spanContext().traceId === other.spanContext().traceId;
}
