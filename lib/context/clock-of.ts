import { type Context, type Span, trace } from '@opentelemetry/api';
import { sharedSymbol } from '../observation/index.js';
import { type Clock, currentClock } from './clock.js';

const CLOCK = sharedSymbol('clock-of-span');

interface Clocked {
  [key: symbol]: Clock | undefined;
}

/** Stores the clock of its local root with a span. */
export function setClock(span: Span, clock: Clock): void {
  (span as unknown as Clocked)[CLOCK] = clock;
}

/** The clock of the local root above `context`. Outside any, and below spans of other SDKs, the current clock. */
export function clockOf(context: Context): Clock {
  return (trace.getSpan(context) as unknown as Clocked | undefined)?.[CLOCK] ?? currentClock();
}
