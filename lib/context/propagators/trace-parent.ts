import type { SpanContext } from '@opentelemetry/api';
import { RANDOM_FLAG } from '../random-flag.js';
import { soleValue } from './field-readers.js';

const VERSION_00 = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
/** Later versions only add fields (W3C Trace Context, 4.3). */
const LATER = /^(?!00|ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-[^,]*)?$/;

const SAMPLED = 0b1;
/** The flags with a meaning today. Other flags must not be passed on. */
const KNOWN = SAMPLED | RANDOM_FLAG;

/** Reads a `traceparent`. The ids may be all zero. */
export function readTraceParent(value: unknown): SpanContext | undefined {
  const header = soleValue(value);
  if (header === undefined) return undefined;
  const [, traceId, spanId, flags] = VERSION_00.exec(header) ?? LATER.exec(header) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & KNOWN, isRemote: true };
}

export function writeTraceParent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-0${traceFlags & KNOWN}`;
}
