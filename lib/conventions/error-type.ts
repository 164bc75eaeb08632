import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import type { Outcome } from '../observation/index.js';

/**
 * The low-cardinality class of an error for `error.type`: its code where it has one, else its class, never its message.
 *
 * Source: semantic conventions 1.45, registry `error.type`.
 */
export function errorType(error: unknown): string {
  try {
    return classOf(error);
  } catch {
    // A proxy or a getter that refuses to be read.
    return typeof error;
  }
}

/** The `error.type` of a failed call: as the instrumentation has set it, else the class of what was thrown. Empty for a success. */
export function failureType(outcome: Outcome): string {
  if (!outcome.failed) return '';
  const known = outcome.facts[ATTR_ERROR_TYPE];
  return typeof known === 'string' ? known : errorType(outcome.error);
}

/** The code that an error carries, as a text; undefined where it has none, or one that is free text. */
export function errorCode(error: unknown): string | undefined {
  try {
    const code: unknown = (error as { code?: unknown } | null | undefined)?.code;
    if (typeof code === 'number') return String(code);
    return typeof code === 'string' && CODE.test(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

export function errorTypeFact(type: string): Readonly<Record<string, string>> {
  return type === '' ? {} : { [ATTR_ERROR_TYPE]: type };
}

function classOf(error: unknown): string {
  if (error instanceof Error || (typeof error === 'object' && error !== null && 'name' in error)) {
    const { code, name } = error as { code?: unknown; name?: unknown };
    if (typeof code === 'string' && CODE.test(code)) return code;
    const className = (error as object).constructor?.name;
    if (typeof name === 'string' && name !== 'Error' && name !== '') return name;
    return className !== undefined && className !== 'Object' ? className : 'Error';
  }
  return typeof error;
}

// ECONNREFUSED, 23505, ER_DUP_ENTRY: an identifier, and not free text that somebody put into `code`.
const CODE = /^[A-Za-z0-9_.-]{1,64}$/;
