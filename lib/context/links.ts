import { type Context, isSpanContextValid, type Link, trace } from '@opentelemetry/api';
import { sharedSymbol } from '../observation/index.js';

const LINKS = sharedSymbol('links');

/** Sets the links of the call that begins in `context`. The linked spans are not its parent. */
export function withLinks(context: Context, links: readonly Link[]): Context {
  return links.length === 0 ? context : context.setValue(LINKS, links);
}

export function linksOf(context: Context): readonly Link[] | undefined {
  return context.getValue(LINKS) as readonly Link[] | undefined;
}

/** Clears the links for calls inside that call. */
export function withoutLinks(context: Context): Context {
  return context.deleteValue(LINKS);
}

/** The link to a context's span, if there is one. */
export function linkTo(context: Context): Link[] {
  const spanContext = trace.getSpanContext(context);
  return spanContext !== undefined && isSpanContextValid(spanContext) ? [{ context: spanContext }] : [];
}

/** `context` with its span as a link and not as a parent: a call that begins there begins a new trace. */
export function linkedNotBelow(context: Context): Context {
  return withLinks(trace.deleteSpan(context), linkTo(context));
}
