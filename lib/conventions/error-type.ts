import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import type { Outcome } from '../observation/index.js';
import { className } from './errors/class-name.js';
import { driverOf } from './errors/driver-error.js';
import { codeOf } from './errors/error-code.js';

/** A code as Node and libraries write it, or an SQLSTATE. Other texts may differ from error to error. */
const CONSTANT = /^(?:[A-Z][A-Z0-9_]{1,63}|[0-9A-Z]{5})$/;

/**
 * The low-cardinality class of an error for `error.type`, the same in spans, metrics and lines: its code, such as an
 * SQLSTATE or `ECONNREFUSED`, or its class if it has no such code. Never its message.
 *
 * Source: semantic conventions 1.45, registry `error.type`, and database spans.
 */
export function errorType(error: unknown): string {
  const name = className(error);
  const code = codeOf(error);
  if (typeof code !== 'string') return name;
  // A database knows its own codes, and its driver has messages that quote data.
  return CONSTANT.test(code) || driverOf(error as object, name)?.quotesData === true ? code : name;
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
