import type { DescribedError } from '../../conventions/errors/described-error.js';

/** The error of a line. A line of an earlier log may have less. */
export type LineError = Partial<DescribedError> & Readonly<Record<string, unknown>>;

export interface LineCaller {
  readonly file: string;
  readonly line: number;
  readonly function: string;
}

/** The parts of a line besides level, time, service and message. All formats derive from them. */
export interface LineParts {
  readonly context?: string | undefined;
  readonly trace_id?: string | undefined;
  readonly span_id?: string | undefined;
  readonly sampled?: boolean | undefined;
  readonly request_id?: string | undefined;
  readonly caller?: LineCaller | undefined;
  readonly error?: unknown;
  readonly fields?: unknown;
}

const isText = (value: unknown): boolean => typeof value === 'string';

/** Which values each part accepts. Another value of that name is a field. */
const PARTS: Readonly<Record<keyof LineParts, (value: unknown) => boolean>> = {
  context: isText,
  trace_id: isText,
  span_id: isText,
  sampled: (value) => typeof value === 'boolean',
  request_id: isText,
  caller: (value) => isObject(value) && isText(value['file']),
  error: () => true,
  fields: isPlainObject,
};

export const PART_NAMES = Object.keys(PARTS) as readonly (keyof LineParts)[];

/** True if a line has this value as a part, and not as a field. */
export function isPart(name: string, value: unknown): boolean {
  return Object.hasOwn(PARTS, name) && (value === undefined || PARTS[name as keyof LineParts](value));
}

/** True for objects without a class, in any realm. */
function isPlainObject(value: unknown): boolean {
  if (!isObject(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
