import { jsonText } from '../line/json-text.js';
import type { LogLine } from '../line/log-line.js';

/** One JSON object, with the parts of the line under their names. */
export function jsonLine(line: LogLine): string {
  const { own, message } = line;
  let text = `{"level":${jsonText(line.level)},"timestamp":"${line.timestamp}"${line.bound.json}`;
  for (const [name, value] of Object.entries(own)) {
    if (value !== undefined) text += `,"${name}":${jsonText(value)}`;
  }
  if (message !== undefined) text += `,"message":${jsonText(message)}`;
  return `${text}}\n`;
}
