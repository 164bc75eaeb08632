import type { ResolvedOptions } from '../../telemetry.options.js';
import { LogLine } from '../line/log-line.js';
import { parseLine } from '../line/parse-line.js';
import { SEVERITIES } from '../line/severities.js';
import { type BoundFields, boundFields, boundJson } from '../line/bound-fields.js';
import type { LogLevels } from '../levels/log-levels.js';
import type { LineShape } from '../line-shape.js';

interface Place {
  readonly service: ResolvedOptions['service'];
  readonly logLevels: LogLevels;
  readonly shape: LineShape;
}

/**
 * A JSON line of an earlier log as a line of this log: with its service, redacted by its rules. Undefined if the level
 * is not written.
 */
export function movedLine(text: string, { service, logLevels, shape }: Place): LogLine | undefined {
  const { level, time, own, message, fields } = parseLine(text);
  const severity = SEVERITIES[level as keyof typeof SEVERITIES];
  if (!logLevels.writes(severity, own.context)) return undefined;
  const shown = Object.keys(fields).length === 0 ? own : { ...own, fields: shape.fields({ ...fields }) };
  return new LogLine(level, time, boundTo(service), shown, message === undefined ? undefined : shape.text(message));
}

function boundTo({ name, version, environment }: Place['service']): BoundFields {
  return boundFields(boundJson({ service: name, version, environment }));
}
