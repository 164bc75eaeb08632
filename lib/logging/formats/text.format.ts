import { styleText } from 'node:util';
import type { HrTime } from '@opentelemetry/api';
import { errorText } from './error-text.js';
import { eventText } from './event-text.js';
import { jsonText } from '../line/json-text.js';
import { isObject, type LineError } from '../line/line-parts.js';
import type { LogLine } from '../line/log-line.js';
import { visibleText } from './visible-text.js';

type Style = Parameters<typeof styleText>[0];
type Fields = Readonly<Record<string, unknown>>;
type Paint = (style: Style, text: string) => string;

export interface TextLineOptions {
  readonly colours: boolean;
  /** Each line names its service. */
  readonly service: boolean;
}

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
 * A format for people: time, level, service and context, message, fields, the first digits of the trace id. A line
 * about a finished operation says each fact once. A stack is on separate lines.
 */
export function textLine({ colours, service }: TextLineOptions): (line: LogLine) => string {
  const paint: Paint = (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text);
  return (line) => {
    const { level, message = '' } = line;
    const { context, trace_id: traceId, caller } = line.parts;
    const { error, fields } = withErrorBelow(line);
    const isSaid = error !== undefined && isSaidBy(message, error);
    const parts = [
      paint('gray', clock(line.time)),
      paint(LEVEL_STYLES[level] ?? 'reset', level.toUpperCase().padEnd(LEVEL_WIDTH)),
      service && line.bound.service !== undefined ? paint('magenta', visibleText(line.bound.service)) : '',
      context === undefined ? '' : paint('cyan', `[${visibleText(context)}]`),
      visibleText(message),
      ...fieldsText(message, fields, error, paint),
      ...(isSaid ? [fieldText('error', error.type ?? '', paint), codeText(error, paint)] : []),
      traceId === undefined ? '' : paint('gray', `trace=${traceId.slice(0, SHORT_TRACE)}`),
      caller === undefined ? '' : paint('gray', `at ${visibleText(caller.file)}:${caller.line}`),
    ];
    const below = error === undefined || isSaid ? '' : `\n${paint('red', errorText(error))}`;
    return `${parts.filter((part) => part !== '').join(' ')}${below}`;
  };
}

/** The error that stands below the line: its own, or else a field with a stack. */
function withErrorBelow(line: LogLine): { error: LineError | undefined; fields: Fields } {
  const { error, fields } = line;
  const name = ['error', 'err'].find((each) => hasStack(fields[each]));
  if (error !== undefined || name === undefined) return { error, fields };
  const { [name]: below, ...others } = fields;
  return { error: below as LineError, fields: others };
}

function hasStack(value: unknown): boolean {
  return isObject(value) && typeof value['stack'] === 'string';
}

/** True if the error adds only its class and code to the message. */
function isSaidBy(message: string, { message: said, stack, cause, errors }: LineError): boolean {
  if (said === undefined || said === '' || !message.includes(said)) return false;
  return [stack, cause, errors].every((further) => further === undefined);
}

function codeText({ code }: LineError, paint: Paint): string {
  return code === undefined ? '' : fieldText('code', code, paint);
}

function fieldsText(message: string, fields: Fields, error: LineError | undefined, paint: Paint): string[] {
  const event = eventText(message, fields, error && `${error.type} ${String(error['code'])}`);
  const named = Object.entries(event?.named ?? fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => fieldText(name, value, paint));
  return [...(event?.facts ?? []).map(visibleText), ...named];
}

function fieldText(name: string, value: unknown, paint: Paint): string {
  return `${paint('gray', `${visibleText(name)}=`)}${shown(value)}`;
}

/** Adds quotation marks only if the end of the text would be unclear. */
function shown(value: unknown): string {
  if (typeof value === 'string') {
    return visibleText(/[\s="]/.test(value) || value === '' ? JSON.stringify(value) : value);
  }
  return typeof value === 'number' && !Number.isInteger(value)
    ? String(Math.round(value * 1_000) / 1_000)
    : visibleText(jsonText(value));
}

/** The local time of day. */
function clock([seconds, nanoseconds]: HrTime): string {
  const at = new Date(seconds * 1_000 + Math.floor(nanoseconds / 1e6));
  const two = (number: number, digits = 2) => String(number).padStart(digits, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${two(at.getMilliseconds(), 3)}`;
}
