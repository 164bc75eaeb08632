/** The error of a line. */
export interface LineError {
  readonly type?: string;
  readonly message?: string;
  readonly stack?: string;
  readonly cause?: unknown;
  readonly [further: string]: unknown;
}

/** A JSON line as every logger of this package writes it. The other formats derive from it. */
export interface LogLine {
  readonly level: string;
  readonly timestamp: string;
  readonly service?: string;
  readonly version?: string;
  readonly environment?: string;
  readonly message?: string;
  readonly context?: string;
  readonly trace_id?: string;
  readonly span_id?: string;
  readonly sampled?: boolean;
  readonly request_id?: string;
  readonly caller?: { readonly file: string; readonly line: number; readonly function: string };
  readonly error?: unknown;
  readonly fields?: unknown;
  readonly [bound: string]: unknown;
}

/** The description of an error has fewer. */
const MAX_CAUSES = 20;

const PARTS = new Set(
  'level timestamp service version environment message context trace_id span_id sampled request_id caller error fields'.split(
    ' ',
  ),
);

/** A line's fields, including the bound fields of its child logger. */
export function allFields(line: LogLine): Record<string, unknown> {
  const bound = Object.entries(line).filter(([name]) => !PARTS.has(name));
  return { ...Object.fromEntries(bound), ...(isObject(line.fields) ? line.fields : {}) };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The error of a line. The thrown value may have been no error. */
export function errorOf(line: LogLine): LineError | undefined {
  if (line.error === undefined) return undefined;
  return isObject(line.error) ? line.error : { message: textOf(line.error) };
}

/** The stack including those of the causes, as Node prints them. A cause without a stack has its class and message. */
export function wholeStack(error: LineError): string | undefined {
  if (typeof error.stack !== 'string') return undefined;
  const stacks: string[] = [];
  let current: unknown = error;
  while (isObject(current) && stacks.length < MAX_CAUSES) {
    const { stack, cause } = current as LineError;
    stacks.push(stack ?? headingOf(current));
    current = cause;
  }
  return stacks.join('\nCaused by: ');
}

/** Class and message. */
export function headingOf({ type, message }: LineError): string {
  return [type, message].filter((part) => part !== undefined).join(': ');
}

/** A value as a text. Values that are not text become JSON. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
