import { type SpanContext, type TextMapGetter, TraceFlags } from '@opentelemetry/api';
import type { CallerSampling } from '../caller-sampling.js';
import { firstValue, soleValue } from './field-readers.js';

export const B3 = 'b3';
export const B3_TRACE_ID = 'x-b3-traceid';
export const B3_SPAN_ID = 'x-b3-spanid';
export const B3_PARENT_SPAN_ID = 'x-b3-parentspanid';
export const B3_SAMPLED = 'x-b3-sampled';
export const B3_FLAGS = 'x-b3-flags';

/** What a caller says in either form of B3: ids, a decision about sampling, or both. */
export interface B3Fields {
  readonly ids?: Pick<SpanContext, 'traceId' | 'spanId'>;
  readonly state?: Exclude<CallerSampling['state'], 'defer'>;
}

type State = NonNullable<B3Fields['state']>;

const SINGLE = /^((?:[0-9a-f]{16}){1,2})-([0-9a-f]{16})(?:-([01d]))?(?:-[0-9a-f]{16})?$/;
const TRACE_ID = /^(?:[0-9a-f]{16}){1,2}$/;
const SPAN_ID = /^[0-9a-f]{16}$/;
const TRACE_ID_LENGTH = 32;

const STATES: ReadonlyMap<string | undefined, State> = new Map<string, State>([
  ['0', 'deny'],
  ['false', 'deny'],
  ['1', 'accept'],
  ['true', 'accept'],
  ['d', 'debug'],
]);

/** Undefined without the header, and for a malformed one. */
export function readSingle<Carrier>(carrier: Carrier, getter: TextMapGetter<Carrier>): B3Fields | undefined {
  const header = soleValue(getter.get(carrier, B3));
  if (header === undefined) return undefined;
  const alone = header.length === 1 ? STATES.get(header) : undefined;
  if (alone !== undefined) return { state: alone };
  const [, traceId, spanId, decision] = SINGLE.exec(header) ?? [];
  return traceId === undefined || spanId === undefined ? undefined : fields(traceId, spanId, STATES.get(decision));
}

export function readMulti<Carrier>(carrier: Carrier, getter: TextMapGetter<Carrier>): B3Fields {
  const debug = firstValue(getter.get(carrier, B3_FLAGS)) === '1';
  const sampled = firstValue(getter.get(carrier, B3_SAMPLED));
  const state = debug ? 'debug' : STATES.get(sampled?.toLowerCase());
  const traceId = soleValue(getter.get(carrier, B3_TRACE_ID));
  const spanId = soleValue(getter.get(carrier, B3_SPAN_ID));
  const isKnown = state !== undefined || sampled === undefined;
  if (!isKnown || traceId === undefined || spanId === undefined || !TRACE_ID.test(traceId) || !SPAN_ID.test(spanId)) {
    return state === undefined ? {} : { state };
  }
  return fields(traceId, spanId, state);
}

export function flagsOf(state: State | undefined): TraceFlags {
  return state === 'accept' || state === 'debug' ? TraceFlags.SAMPLED : TraceFlags.NONE;
}

function fields(traceId: string, spanId: string, state: State | undefined): B3Fields {
  const ids = { traceId: traceId.padStart(TRACE_ID_LENGTH, '0'), spanId };
  return state === undefined ? { ids } : { ids, state };
}
