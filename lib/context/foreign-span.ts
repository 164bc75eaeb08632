import { type Context, type Span, trace } from '@opentelemetry/api';
import { sharedSymbol } from '../observation/index.js';

const FOREIGN_SPAN = sharedSymbol('foreign-span');

/** Marks the call that begins in `context`: unless `isForeign` is false, another instrumentation creates its span. */
export function withForeignSpan(context: Context, isForeign = true): Context {
  return isForeign ? context.setValue(FOREIGN_SPAN, true) : context;
}

/** Marks the call that begins in `context`: it has that span, below which others may be active. */
export function withForeignSpanOf(context: Context, span: Span): Context {
  return context.setValue(FOREIGN_SPAN, span);
}

export function hasForeignSpan(context: Context): boolean {
  return context.getValue(FOREIGN_SPAN) !== undefined;
}

/** The span that another instrumentation has created for the call that begins in `context`. */
export function foreignSpanOf(context: Context): Span | undefined {
  const marked = context.getValue(FOREIGN_SPAN) as Span | true | undefined;
  return marked === true ? trace.getSpan(context) : marked;
}

/** Clears the mark for calls inside that call. */
export function withoutForeignSpan(context: Context): Context {
  return context.deleteValue(FOREIGN_SPAN);
}
