import { type Attributes, type LogRecord, ROOT_CONTEXT, SeverityNumber, trace, TraceFlags } from '@opentelemetry/api';
import {
  ATTR_CODE_FILE_PATH,
  ATTR_CODE_FUNCTION_NAME,
  ATTR_CODE_LINE_NUMBER,
  ATTR_EXCEPTION_MESSAGE,
  ATTR_EXCEPTION_STACKTRACE,
  ATTR_EXCEPTION_TYPE,
} from '@opentelemetry/semantic-conventions';
import { ATTR_EXCEPTION } from '../../conventions/attributes.js';
import { type OtlpFields, otlpFields } from '../../conventions/logs/otlp-fields.js';
import { isObject, type LogLine } from '../formats/log-line.js';
import { parseTimestamp } from '../timestamp.js';
import { addFlat } from './flat-attributes.js';

type Line = Partial<LogLine>;

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
  'caller',
]);

/** A written line as OpenTelemetry's log data model has it. What is not JSON becomes the body as it is. */
export function logRecordOf(text: string): LogRecord {
  const line = parse(text);
  const timestamp = parseTimestamp(line.timestamp ?? '') ?? Date.now();
  const { eventName, attributes } = fieldsOf(line);
  return {
    ...(eventName === undefined ? {} : { eventName }),
    timestamp,
    observedTimestamp: timestamp,
    severityText: line.level ?? 'info',
    severityNumber: SEVERITY_NUMBERS[line.level ?? 'info'] ?? SeverityNumber.UNSPECIFIED,
    body: line.message ?? '',
    attributes: attributesOf(line, attributes),
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

function attributesOf(line: Line, fields: Readonly<Record<string, unknown>>): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(line)) {
    if (!SAID_ELSEWHERE.has(name)) addFlat(attributes, name, value);
  }
  addFlat(attributes, '', fields);
  addCaller(attributes, line.caller);
  addError(attributes, line.error);
  return attributes;
}

function addCaller(attributes: Attributes, caller: Line['caller']): void {
  if (caller === undefined) return;
  attributes[ATTR_CODE_FILE_PATH] = caller.file;
  attributes[ATTR_CODE_LINE_NUMBER] = caller.line;
  attributes[ATTR_CODE_FUNCTION_NAME] = caller.function;
}

function fieldsOf({ fields }: Line): OtlpFields {
  return isObject(fields) ? otlpFields(fields) : { eventName: undefined, attributes: { fields } };
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
  addFlat(attributes, ATTR_EXCEPTION, rest);
}

function contextOf({ trace_id: traceId, span_id: spanId, sampled }: Line) {
  if (traceId === undefined || spanId === undefined) return ROOT_CONTEXT;
  const traceFlags = sampled === true ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags });
}
