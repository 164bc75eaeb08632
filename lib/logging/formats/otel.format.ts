import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import { ATTR_DEPLOYMENT_ENVIRONMENT_NAME } from '../../conventions/attributes.js';
import { jsonText } from '../line/json-text.js';
import type { LogLine } from '../line/log-line.js';
import { recordAttributes } from '../line/record-attributes.js';
import { otlpSeverity } from '../line/severities.js';
import { nanosecondsText } from '../timestamp.js';

/** OpenTelemetry's log data model, one JSON object per line. */
export function otelLine(line: LogLine): string {
  const { level, message, bound } = line;
  const { context, trace_id, span_id, sampled } = line.parts;
  const { eventName, attributes } = recordAttributes(line);
  return jsonText({
    // As text: JSON parsers lose precision for such large numbers.
    Timestamp: nanosecondsText(line.time),
    TraceId: trace_id,
    SpanId: span_id,
    TraceFlags: sampled === undefined ? undefined : Number(sampled),
    SeverityText: level.toUpperCase(),
    SeverityNumber: otlpSeverity(level),
    EventName: eventName,
    Body: message,
    Resource: {
      [ATTR_SERVICE_NAME]: bound.service,
      [ATTR_SERVICE_VERSION]: bound.version,
      [ATTR_DEPLOYMENT_ENVIRONMENT_NAME]: bound.environment,
    },
    InstrumentationScope: context === undefined ? undefined : { Name: context },
    Attributes: attributes,
  });
}
