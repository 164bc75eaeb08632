import { parseTimestamp } from '../timestamp.js';
import { boundJson, sorted } from './bound-fields.js';
import { LogLine } from './log-line.js';
import { parseJson } from './parse-json.js';

/**
 * Reads a line that was written as JSON.
 *
 * @throws SyntaxError if the text is no JSON.
 */
export function parseLine(text: string): LogLine {
  const all = parseJson(text) as Readonly<Record<string, unknown>>;
  const { level, timestamp, service, version, environment, message, ...others } = all as Record<string, string>;
  const { parts, fields } = sorted(others);
  const time = parseTimestamp(timestamp ?? '') ?? [0, 0];
  const json = boundJson({ service, version, environment, ...fields });
  const bound = { json, service, version, environment, parts: {}, fields };
  return new LogLine(level ?? 'info', time, bound, parts, message);
}
