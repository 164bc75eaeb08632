import type { ResolvedOptions } from '../../telemetry.options.js';
import type { LogLine } from '../formats/log-line.js';
import type { LogLevels } from '../levels/log-levels.js';
import { SEVERITIES } from '../levels/severities.js';
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
export function movedLine(text: string, { service, logLevels, shape }: Place): string | undefined {
  const line = JSON.parse(text) as LogLine;
  const severity = SEVERITIES[line.level as keyof typeof SEVERITIES];
  if (!logLevels.writes(severity, line.context)) return undefined;
  const { name, version, environment } = service;
  const moved = { ...line, service: name, version, environment };
  const { message, fields } = line;
  const shown = {
    ...(message === undefined ? {} : { message: shape.text(message) }),
    ...(typeof fields === 'object' && fields !== null
      ? { fields: shape.fields(fields as Record<string, unknown>) }
      : {}),
  };
  return `${JSON.stringify({ ...moved, ...shown })}\n`;
}
