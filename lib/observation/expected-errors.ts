import { type Context, context as contextApi, createContextKey } from '@opentelemetry/api';
import type { ExpectedError } from './expected-error.js';

type Report = (what: string, error?: unknown) => void;

export type Expects = (error: unknown) => boolean;

/** No error is expected. */
export const NOTHING_EXPECTED: Expects = () => false;

const EXPECTED = createContextKey('nestjs-telemetry:expected-errors');
/** Errors that a call has ended with as expected: they are expected in the calls above it too. */
const known = new WeakSet<object>();

/** Whether an error is of one of the classes, or one of the functions says so. A function that throws is reported. */
export function expecting(expected: readonly ExpectedError[], report: Report): Expects {
  const checks = expected.map((each) => (isClass(each) ? instanceOf(each) : guarded(each, report)));
  return (error) => checks.some((check) => check(error));
}

/** The context in which these errors are expected, beside those that are expected already. */
export function withExpected(expects: Expects, parent: Context = contextApi.active()): Context {
  const outer = parent.getValue(EXPECTED) as Expects | undefined;
  return parent.setValue(EXPECTED, outer === undefined ? expects : (error: unknown) => expects(error) || outer(error));
}

/** Whether an error with which a call in `at` failed is expected by the calls around it, or was expected below it. */
export function isExpectedIn(at: Context, error: unknown, otherwise: Expects): boolean {
  const isObject = typeof error === 'object' && error !== null;
  if (isObject && known.has(error)) return true;
  const declared = at.getValue(EXPECTED) as Expects | undefined;
  if (declared?.(error) !== true && !otherwise(error)) return false;
  if (isObject) known.add(error);
  return true;
}

/** The prototype of a class cannot be replaced; that of a function can, unless it makes errors. */
function isClass(expected: ExpectedError): expected is abstract new (...args: never[]) => object {
  const prototype = Object.getOwnPropertyDescriptor(expected, 'prototype');
  return prototype !== undefined && (prototype.writable === false || typeof prototype.value?.message === 'string');
}

function instanceOf(type: abstract new (...args: never[]) => object): Expects {
  return (error) => {
    try {
      return error instanceof type;
    } catch {
      return false;
    }
  };
}

function guarded(predicate: (error: unknown) => boolean, report: Report): Expects {
  return (error) => {
    try {
      return predicate(error) === true;
    } catch (fault) {
      report('A function of the option "expected" failed', fault);
      return false;
    }
  };
}
