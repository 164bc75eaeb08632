import type { Context } from '@opentelemetry/api';
import { sharedSymbol } from '../observation/index.js';

const FOREIGN_SPAN = sharedSymbol('foreign-span');

/** Says of the call that begins in `context`, unless `isForeign` is false: somebody else's instrumentation makes its span. */
export function withForeignSpan(context: Context, isForeign = true): Context {
  return isForeign ? context.setValue(FOREIGN_SPAN, true) : context;
}

export function hasForeignSpan(context: Context): boolean {
  return context.getValue(FOREIGN_SPAN) === true;
}

/** For what is done within that call, and is a call of its own. */
export function withoutForeignSpan(context: Context): Context {
  return context.deleteValue(FOREIGN_SPAN);
}
