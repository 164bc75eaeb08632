import { headingOf } from '../line/error-heading.js';
import { isObject, type LineError } from '../line/line-parts.js';
import { visibleText } from './visible-text.js';

const INDENT = '    ';
/** Errors in one another, and beside each other. The description of an error has fewer. */
const MAX_ERRORS = 20;

/** An error below its line: the stack, or the class and message, then those of its causes and collected errors. */
export function errorText(error: LineError): string {
  return [...described(error, '', { left: MAX_ERRORS })].map((line) => `${INDENT}${line}`).join('\n');
}

function* described(error: LineError, relation: string, budget: { left: number }): Generator<string> {
  if (budget.left-- <= 0) return;
  const { stack, cause, errors } = error;
  const [heading = '', ...frames] = visibleLines(stack ?? headingOf(error), error.message);
  yield `${relation}${heading}${codeText(error, heading)}`;
  yield* frames;
  if (isObject(cause)) yield* described(cause, 'Caused by: ', budget);
  if (!Array.isArray(errors)) return;
  for (const inner of errors) if (isObject(inner)) yield* described(inner, 'With: ', budget);
}

/** A code such as `ECONNREFUSED` or `23505`, unless the heading contains it. */
function codeText({ code }: LineError, heading: string): string {
  const text = typeof code === 'string' || typeof code === 'number' ? visibleText(String(code)) : '';
  return text === '' || heading.includes(text) ? '' : ` (${text})`;
}

/** Line breaks of the stack stay. Line breaks of its message do not: a forged line would look like a real one. */
function visibleLines(text: string, message: string | undefined): string[] {
  const oneLine = message?.includes('\n') ? text.replaceAll(message, visibleText(message)) : text;
  return oneLine.split('\n').map(visibleText);
}
