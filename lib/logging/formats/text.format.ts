import { styleText } from 'node:util';
import { allFields, errorOf, type LineError, type LogLine, textOf, wholeStack } from './log-line.js';
import { visibleText } from './visible-text.js';

type Style = Parameters<typeof styleText>[0];

const LEVEL_STYLES: Readonly<Record<string, Style>> = {
  trace: 'gray',
  verbose: 'gray',
  debug: 'blue',
  info: 'green',
  warn: 'yellow',
  error: 'red',
  fatal: ['bold', 'red'],
};

/** Enough digits to distinguish the traces on one screen. */
const SHORT_TRACE = 8;
const LEVEL_WIDTH = 7;

/**
 * A format for people: time, level, context, message, fields, the first digits of the trace id. A stack is on separate
 * lines.
 */
export function textLine(colours: boolean): (line: LogLine) => string {
  const paint = (style: Style, text: string) => (colours ? styleText(style, text, { validateStream: false }) : text);
  return (line) => {
    const level = line.level.toUpperCase().padEnd(LEVEL_WIDTH);
    const error = errorOf(line);
    const parts = [
      paint('gray', clock(line.timestamp)),
      paint(LEVEL_STYLES[line.level] ?? 'reset', level),
      ...(line.context === undefined ? [] : [paint('cyan', `[${visibleText(line.context)}]`)]),
      visibleText(line.message ?? ''),
      ...Object.entries(allFields(line)).map(
        ([name, value]) => `${paint('gray', `${visibleText(name)}=`)}${shown(value)}`,
      ),
      ...(line.trace_id === undefined ? [] : [paint('gray', `trace=${line.trace_id.slice(0, SHORT_TRACE)}`)]),
      ...(line.caller === undefined ? [] : [paint('gray', `at ${visibleText(line.caller.file)}:${line.caller.line}`)]),
    ];
    return `${parts.filter((part) => part !== '').join(' ')}${error === undefined ? '' : `\n${paint('red', errorText(error))}`}`;
  };
}

function errorText(error: LineError): string {
  const text = wholeStack(error) ?? [error.type, error.message].filter((part) => part !== undefined).join(': ');
  return `    ${visibleLines(text, error.message)}`;
}

/** Line breaks of the stack stay. Line breaks of its message do not: a forged line would look like a real one. */
function visibleLines(text: string, message: string | undefined): string {
  const oneLine = message?.includes('\n') ? text.replaceAll(message, visibleText(message)) : text;
  return oneLine.split('\n').map(visibleText).join('\n    ');
}

/** Adds quotation marks only if the end of the text would be unclear. */
function shown(value: unknown): string {
  if (typeof value === 'string') {
    return visibleText(/[\s="]/.test(value) || value === '' ? JSON.stringify(value) : value);
  }
  return typeof value === 'number' && !Number.isInteger(value)
    ? String(Math.round(value * 1_000) / 1_000)
    : visibleText(textOf(value));
}

/** The local time of day. */
function clock(timestamp: string): string {
  const at = new Date(timestamp);
  const two = (number: number, digits = 2) => String(number).padStart(digits, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${two(at.getMilliseconds(), 3)}`;
}
