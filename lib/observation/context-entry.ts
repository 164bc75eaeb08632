import { type Context, context as contextApi } from '@opentelemetry/api';
import { sharedState } from './shared-state.js';

/** Makes a context the current one until another is entered. */
type EnterContext = (context: Context) => void;

const entry = sharedState<{ enter?: EnterContext }>('context-entry', () => ({}));

/** Called by the context manager of this package when it is in use. */
export function offerEntry(enter: EnterContext): void {
  entry.enter = enter;
}

/**
 * Makes `context` the current one, and returns what makes the context before it current again. Undefined where another
 * context manager is in use: then only `with` works. Running a method needs no stack frame in this way, and V8 keeps ten
 * frames of an error only.
 */
export function enterContext(context: Context): (() => void) | undefined {
  const { enter } = entry;
  if (enter === undefined) return undefined;
  const before = contextApi.active();
  enter(context);
  if (contextApi.active() === context) return () => enter(before);
  enter(before);
  return undefined;
}
