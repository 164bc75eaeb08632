import { type Context, isSpanContextValid, type Link, trace } from '@opentelemetry/api';
import { sharedSymbol } from '../observation/index.js';

const LINKS = sharedSymbol('links');

/** Says of the call that begins in `context`: it comes from these, and is below none of them. */
export function withLinks(context: Context, links: readonly Link[]): Context {
  return links.length === 0 ? context : context.setValue(LINKS, links);
}

export function linksOf(context: Context): readonly Link[] | undefined {
  return context.getValue(LINKS) as readonly Link[] | undefined;
}

/** For what is done within that call, and comes from it. */
export function withoutLinks(context: Context): Context {
  return context.deleteValue(LINKS);
}

/** The link to a context's span, where it has one. */
export function linkTo(context: Context): Link[] {
  const spanContext = trace.getSpanContext(context);
  return spanContext !== undefined && isSpanContextValid(spanContext) ? [{ context: spanContext }] : [];
}

/** `context` with its span linked and no longer above: what begins there begins a trace. */
export function linkedNotBelow(context: Context): Context {
  return withLinks(trace.deleteSpan(context), linkTo(context));
}
