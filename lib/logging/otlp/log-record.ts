import { type OtlpAttribute, otlpAttributes } from '../../sending/otlp-attributes.js';
import type { LogLine } from '../line/log-line.js';
import { recordAttributes } from '../line/record-attributes.js';
import { otlpSeverity } from '../line/severities.js';
import { nanosecondsText } from '../timestamp.js';
import { addFlat, type FlatAttributes } from './flat-attributes.js';

/** A log record of OTLP, in its JSON form. */
export interface OtlpLogRecord {
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: { readonly stringValue: string };
  readonly attributes: readonly OtlpAttribute[];
  readonly droppedAttributesCount?: number;
  readonly flags?: number;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly eventName?: string | undefined;
}

/** The limit of OpenTelemetry's SDK. */
const MAX_ATTRIBUTES = 128;
const TRACE_ID = /^[0-9a-f]{32}$/i;
const SPAN_ID = /^[0-9a-f]{16}$/i;

/** A line as OTLP sends it. */
export function logRecordOf(line: LogLine): OtlpLogRecord {
  const time = nanosecondsText(line.time);
  const { eventName, attributes } = recordAttributes(line);
  return {
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber: otlpSeverity(line.level),
    severityText: line.level,
    body: { stringValue: line.message ?? '' },
    ...attributesOf(line, attributes),
    ...traceOf(line),
    eventName,
  };
}

function attributesOf({ parts: { context } }: LogLine, named: Readonly<Record<string, unknown>>) {
  const flat: FlatAttributes = {};
  if (context !== undefined) flat['context'] = context;
  addFlat(flat, '', named);
  const attributes = otlpAttributes(flat);
  const dropped = attributes.length - MAX_ATTRIBUTES;
  if (dropped <= 0) return { attributes };
  return { attributes: attributes.slice(0, MAX_ATTRIBUTES), droppedAttributesCount: dropped };
}

/** Receivers refuse a whole request for one invalid id. */
function traceOf({ parts: { trace_id: traceId, span_id: spanId, sampled } }: LogLine) {
  if (traceId === undefined || spanId === undefined) return undefined;
  if (!TRACE_ID.test(traceId) || !SPAN_ID.test(spanId)) return undefined;
  return { traceId, spanId, flags: sampled === true ? 1 : 0 };
}
