import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import type { Outcome } from '../observation/index.js';
import { className } from './errors/class-name.js';
import { codeOf } from './errors/error-code.js';
import { isError } from './errors/is-error.js';
import { readProperty } from './errors/read-property.js';

/**
 * The low-cardinality class of an error for `error.type`: its code, or its class if it has no code. Never its message.
 *
 * Source: semantic conventions 1.45, registry `error.type`.
 */
export function errorType(error: unknown): string {
  const code = codeOf(error);
  if (typeof code === 'string') return code;
  return isError(error) || readProperty(error, 'name') !== undefined ? className(error) : typeof error;
}

/**
 * The `error.type` of a failed call: the value that the instrumentation set, else the class of the thrown error. Empty
 * for a success.
 */
export function failureType(outcome: Outcome): string {
  if (!outcome.failed) return '';
  const known = outcome.facts[ATTR_ERROR_TYPE];
  return typeof known === 'string' ? known : errorType(outcome.error);
}

/** The code of an error as a text. Undefined if there is none, or if it is free text. */
export function errorCode(error: unknown): string | undefined {
  const code = codeOf(error);
  return code === undefined ? undefined : String(code);
}

export function errorTypeFact(type: string): Readonly<Record<string, string>> {
  return type === '' ? {} : { [ATTR_ERROR_TYPE]: type };
}
