import { type Attributes, type Context, trace } from '@opentelemetry/api';
import { sharedSymbol } from '../observation/index.js';

/** What a caller requested about sampling, beyond the one bit that a span context has for it. */
export interface CallerSampling {
  /**
   * `debug`: always sample. `defer`: the caller sends ids, and this service decides. `accept` and `deny`: the caller
   * sends a decision without ids, for the trace that begins here.
   */
  readonly state: 'accept' | 'deny' | 'debug' | 'defer';
  /** Attributes for the span that begins the trace here. */
  readonly attributes?: Attributes;
}

interface Noted {
  readonly sampling: CallerSampling;
  readonly traceId: string | undefined;
}

const CALLER_SAMPLING = sharedSymbol('caller-sampling');

/** Stores the request for one trace. Without `traceId`, it applies to the trace that begins in this context. */
export function noteCallerSampling(context: Context, sampling: CallerSampling, traceId?: string): Context {
  return context.setValue(CALLER_SAMPLING, { sampling, traceId } satisfies Noted);
}

/** The caller's request for the trace of `context`. A request for another trace is ignored. */
export function callerSamplingOf(context: Context): CallerSampling | undefined {
  const noted = context.getValue(CALLER_SAMPLING) as Noted | undefined;
  if (noted === undefined) return undefined;
  const current = trace.getSpanContext(context);
  const isMeant = noted.traceId === undefined ? current?.isRemote !== true : noted.traceId === current?.traceId;
  return isMeant ? noted.sampling : undefined;
}
