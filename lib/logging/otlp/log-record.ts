import { type Attributes, type LogRecord, ROOT_CONTEXT, SeverityNumber, trace, TraceFlags } from '@opentelemetry/api';
import {
  ATTR_EXCEPTION_MESSAGE,
  ATTR_EXCEPTION_STACKTRACE,
  ATTR_ERROR_TYPE,
  ATTR_EXCEPTION_TYPE,
} from '@opentelemetry/semantic-conventions';
import { ERROR_TYPE_FIELD } from '../../conventions/logs/log-event.js';
import { parseTimestamp } from '../timestamp.js';
import { addFlat } from './flat-attributes.js';

/** A line as the logger writes it, in JSON. */
interface Line {
  readonly level?: string;
  readonly timestamp?: string;
  readonly message?: string;
  readonly trace_id?: string;
  readonly span_id?: string;
  readonly sampled?: boolean;
  readonly error?: unknown;
  readonly fields?: unknown;
}

const SEVERITY_NUMBERS: Readonly<Record<string, SeverityNumber>> = {
  trace: SeverityNumber.TRACE,
  verbose: SeverityNumber.TRACE3,
  debug: SeverityNumber.DEBUG,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
  fatal: SeverityNumber.FATAL,
};

/** Said by the record itself or by its resource. */
const SAID_ELSEWHERE: ReadonlySet<string> = new Set([
  'level',
  'timestamp',
  'message',
  'trace_id',
  'span_id',
  'sampled',
  'error',
  'fields',
  'service',
  'version',
  'environment',
]);

/** A written line as OpenTelemetry's log data model has it. What is not JSON becomes the body as it is. */
export function logRecordOf(text: string): LogRecord {
  const line = parse(text);
  const timestamp = parseTimestamp(line.timestamp ?? '') ?? Date.now();
  return {
    timestamp,
    observedTimestamp: timestamp,
    severityText: line.level ?? 'info',
    severityNumber: SEVERITY_NUMBERS[line.level ?? 'info'] ?? SeverityNumber.UNSPECIFIED,
    body: line.message ?? '',
    attributes: attributesOf(line),
    context: contextOf(line),
  };
}

function parse(text: string): Line {
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line === 'object' && line !== null) return line;
  } catch {
    // Not a line of ours.
  }
  return { message: text.trimEnd() };
}

function attributesOf(line: Line): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(line)) {
    if (!SAID_ELSEWHERE.has(name)) addFlat(attributes, name, value);
  }
  addFlat(attributes, typeof line.fields === 'object' && !Array.isArray(line.fields) ? '' : 'fields', line.fields);
  const { [ERROR_TYPE_FIELD]: errorType } = attributes;
  if (errorType !== undefined) {
    delete attributes[ERROR_TYPE_FIELD];
    attributes[ATTR_ERROR_TYPE] = errorType;
  }
  addError(attributes, line.error);
  return attributes;
}

function addError(attributes: Attributes, error: unknown): void {
  if (typeof error !== 'object' || error === null || Array.isArray(error)) {
    addFlat(attributes, ATTR_EXCEPTION_MESSAGE, error);
    return;
  }
  const { type, message, stack, ...rest } = error as Readonly<Record<string, unknown>>;
  addFlat(attributes, ATTR_EXCEPTION_TYPE, type);
  addFlat(attributes, ATTR_EXCEPTION_MESSAGE, message);
  addFlat(attributes, ATTR_EXCEPTION_STACKTRACE, stack);
  addFlat(attributes, 'exception', rest);
}

function contextOf({ trace_id: traceId, span_id: spanId, sampled }: Line) {
  if (traceId === undefined || spanId === undefined) return ROOT_CONTEXT;
  const traceFlags = sampled === true ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags });
}
