import type { LogFormat } from '../../options/names.js';
import type { LineFormat } from '../line/line-target.js';
import type { LogLine } from '../line/log-line.js';
import { ecsLine } from './ecs.format.js';
import { jsonLine } from './json.format.js';
import { otelLine } from './otel.format.js';
import { textLine, type TextLineOptions } from './text.format.js';

/** How the lines of a log are written. */
export function lineFormat(format: LogFormat, text: TextLineOptions): LineFormat {
  switch (format) {
    case 'json':
      return jsonLine;
    case 'ecs':
      return safely(ecsLine);
    case 'otel':
      return safely(otelLine);
    case 'text':
      return safely(textLine(text));
  }
}

function safely(write: (line: LogLine) => string): LineFormat {
  return (line) => {
    try {
      return `${write(line)}\n`;
    } catch {
      // A line in the wrong format is better than no line.
      return jsonLine(line);
    }
  };
}
