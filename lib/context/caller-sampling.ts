import { type Attributes, type Context, trace } from '@opentelemetry/api';
import { sharedSymbol } from '../observation/index.js';

/** What a caller said of sampling beyond the one bit that a span context has for it. */
export interface CallerSampling {
  /**
   * `debug`: sample, whatever it takes. `defer`: the ids are the caller's, the decision is ours. `accept` and `deny`: a
   * decision that came without ids, for the trace that begins here.
   */
  readonly state: 'accept' | 'deny' | 'debug' | 'defer';
  /** For the span that begins the trace here. */
  readonly attributes?: Attributes;
}

interface Noted {
  readonly sampling: CallerSampling;
  readonly traceId: string | undefined;
}

const CALLER_SAMPLING = sharedSymbol('caller-sampling');

/** Notes it for one trace; without `traceId` for the trace that begins in this context. */
export function noteCallerSampling(context: Context, sampling: CallerSampling, traceId?: string): Context {
  return context.setValue(CALLER_SAMPLING, { sampling, traceId } satisfies Noted);
}

/** What the caller said of the trace of `context`, and not what was said of another one on the way here. */
export function callerSamplingOf(context: Context): CallerSampling | undefined {
  const noted = context.getValue(CALLER_SAMPLING) as Noted | undefined;
  if (noted === undefined) return undefined;
  const current = trace.getSpanContext(context);
  const isMeant = noted.traceId === undefined ? current?.isRemote !== true : noted.traceId === current?.traceId;
  return isMeant ? noted.sampling : undefined;
}
