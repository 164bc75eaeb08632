import type { Context } from '@opentelemetry/api';
import { sharedSymbol } from '../observation/index.js';

const FOREIGN_SPAN = sharedSymbol('foreign-span');

/** Marks the call that begins in `context`: unless `isForeign` is false, another instrumentation creates its span. */
export function withForeignSpan(context: Context, isForeign = true): Context {
  return isForeign ? context.setValue(FOREIGN_SPAN, true) : context;
}

export function hasForeignSpan(context: Context): boolean {
  return context.getValue(FOREIGN_SPAN) === true;
}

/** Clears the mark for calls inside that call. */
export function withoutForeignSpan(context: Context): Context {
  return context.deleteValue(FOREIGN_SPAN);
}
