import type { LogFormat } from '../../options/names.js';
import { ecsLine } from './ecs.format.js';
import type { LogLine } from './log-line.js';
import { otelLine } from './otel.format.js';
import { textLine, type TextLineOptions } from './text.format.js';

/** Converts a JSON line to another format. Undefined if the line stays as it is. */
export function lineFormat(format: LogFormat, text: TextLineOptions): ((line: string) => string) | undefined {
  switch (format) {
    case 'json':
      return undefined;
    case 'ecs':
      return rewriting((line) => JSON.stringify(ecsLine(line)));
    case 'otel':
      return rewriting((line) => JSON.stringify(otelLine(line)));
    case 'text':
      return rewriting(textLine(text));
  }
}

function rewriting(write: (line: LogLine) => string): (line: string) => string {
  return (line) => {
    try {
      return `${write(JSON.parse(line) as LogLine)}\n`;
    } catch {
      // A line in the wrong format is better than no line.
      return line;
    }
  };
}
