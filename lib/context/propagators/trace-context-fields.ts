import { type FieldReader, joinedValues, soleValue } from './field-readers.js';

/** Nearly every caller sends these. */
const PLAIN = /^00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]$/;
const TRACE_PARENT = /^(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-[^,]*)?$/;
/** Sampled and random: the flags with a meaning today. Other flags must not be passed on. */
const KNOWN_FLAGS = 0b11;

const MAX_MEMBERS = 32;
const MAX_LENGTH = 16_384;
const KEY = /^(?:[a-z][_a-z0-9*/-]{0,255}|[a-z0-9][_a-z0-9*/-]{0,240}@[a-z][_a-z0-9*/-]{0,13})$/;
const VALUE = /^(?=.{1,256}$)[ -+\--<>-~]*[!-+\--<>-~]$/;

/** A `traceparent` with the fields of version 00. Later versions only add fields (W3C Trace Context, 4.3). */
export const readTraceParent: FieldReader = (value) => {
  const header = soleValue(value);
  if (header === undefined || PLAIN.test(header)) return header;
  const [, version, traceId, spanId, flags, rest] = TRACE_PARENT.exec(header) ?? [];
  if (flags === undefined || (version === '00' && rest !== undefined)) return undefined;
  return `00-${traceId}-${spanId}-0${Number.parseInt(flags, 16) & KNOWN_FLAGS}`;
};

/** A valid `tracestate`. The specification discards an invalid one as a whole. */
export const readTraceState: FieldReader = (value) => {
  const header = joinedValues(value);
  if (header === undefined || header.length > MAX_LENGTH) return undefined;
  const keys = new Set<string>();
  for (const part of header.split(',')) {
    const member = part.trim();
    if (member === '') continue;
    const separator = member.indexOf('=');
    const key = member.slice(0, Math.max(separator, 0));
    const isFaulty = keys.has(key) || !KEY.test(key) || !VALUE.test(member.slice(separator + 1));
    if (isFaulty || keys.size === MAX_MEMBERS) return undefined;
    keys.add(key);
  }
  return header;
};
