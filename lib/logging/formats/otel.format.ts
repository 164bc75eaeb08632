import { otlpFields } from '../../conventions/logs/otlp-fields.js';
import { parseTimestamp } from '../timestamp.js';
import { allFields, errorOf, type LogLine, wholeStack } from './log-line.js';

/** Severity numbers of OpenTelemetry's log data model. */
const SEVERITY: Readonly<Record<string, number>> = {
  trace: 1,
  verbose: 1,
  debug: 5,
  info: 9,
  warn: 13,
  error: 17,
  fatal: 21,
};

/** OpenTelemetry's log data model, one JSON object per line. */
export function otelLine(line: LogLine): object {
  const error = errorOf(line);
  const { eventName, attributes } = otlpFields(allFields(line));
  return {
    Timestamp: nanoseconds(line.timestamp),
    TraceId: line.trace_id,
    SpanId: line.span_id,
    TraceFlags: line.sampled === undefined ? undefined : Number(line.sampled),
    SeverityText: line.level.toUpperCase(),
    SeverityNumber: SEVERITY[line.level] ?? 0,
    EventName: eventName,
    Body: line.message,
    Resource: {
      'service.name': line.service,
      'service.version': line.version,
      'deployment.environment.name': line.environment,
    },
    InstrumentationScope: line.context === undefined ? undefined : { Name: line.context },
    Attributes: {
      ...attributes,
      request_id: line.request_id,
      'exception.type': error?.type,
      'exception.message': error?.message,
      'exception.stacktrace': error && wholeStack(error),
      'code.file.path': line.caller?.file,
      'code.line.number': line.caller?.line,
      'code.function.name': line.caller?.function,
    },
  };
}

/** Nanoseconds since 1970, as text: JSON parsers lose precision for such large numbers. */
function nanoseconds(timestamp: string): string {
  const [seconds, rest] = parseTimestamp(timestamp) ?? [0, 0];
  return `${seconds}${String(rest).padStart(9, '0')}`;
}
