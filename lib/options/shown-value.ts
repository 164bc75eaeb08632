import { REDACTED } from '../conventions/redaction/redacted.js';
import { Redactor } from '../conventions/redaction/redactor.js';

const MAX_TEXT = 200;
const MAX_ITEMS = 8;
const MAX_DEPTH = 3;
/** A longer text is not searched for secrets, so it is not shown. */
const MAX_SEARCHED = 4_000;

const REDACTOR = new Redactor({ keys: [], paths: [] });
const USER_INFO = /(:\/\/)[^\s"'<>]*@/g;

/** A value as error texts show it: short and without secrets. Never throws. */
export function shownValue(value: unknown): string {
  try {
    return cut(show(value, 0));
  } catch {
    return 'that cannot be read';
  }
}

/** The value of an option or a variable, judged by its name too. Never throws. */
export function shownOption(name: string, value: unknown): string {
  return isSecretName(name) ? REDACTED : shownValue(value);
}

/** Removes secrets from a text for configuration errors. This is the only such place. */
export function withoutSecrets(text: string): string {
  return REDACTOR.text(text.replaceAll(USER_INFO, `$1${REDACTED}@`));
}

function show(value: unknown, depth: number): string {
  if (typeof value === 'string') return showText(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return depth >= MAX_DEPTH ? '[…]' : `[${showList(value, depth).join(', ')}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return `an object of class ${className(value)}`;
  return depth >= MAX_DEPTH ? '{ … }' : `{ ${showEntries(value, depth).join(', ')} }`;
}

function showText(text: string): string {
  if (text.length > MAX_SEARCHED) return `a text of ${text.length} characters`;
  return JSON.stringify(cut(withoutSecrets(text)));
}

function showList(list: readonly unknown[], depth: number): string[] {
  const shown: string[] = [];
  for (let at = 0; at < Math.min(list.length, MAX_ITEMS); at++) {
    const before = list[at - 1];
    // Headers can also be a list of names and values.
    shown.push(typeof before === 'string' && isSecretName(before) ? REDACTED : show(list[at], depth + 1));
  }
  return list.length > MAX_ITEMS ? [...shown, '…'] : shown;
}

function showEntries(value: object, depth: number): string[] {
  const keys = Object.keys(value);
  const shown = keys.slice(0, MAX_ITEMS).map((key) => {
    const item = isSecretName(key) ? REDACTED : show((value as Record<string, unknown>)[key], depth + 1);
    return `${cut(withoutSecrets(key))}: ${item}`;
  });
  return keys.length > MAX_ITEMS ? [...shown, '…'] : shown;
}

/** Any header may hold an API key. */
function isSecretName(name: string): boolean {
  return REDACTOR.hides(name) || /headers?$/i.test(name);
}

function className({ constructor }: object): string {
  return typeof constructor === 'function' && typeof constructor.name === 'string' ? cut(constructor.name) : 'unknown';
}

function cut(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}
