import type { ExpectedError } from '../observation/index.js';
import { TelemetryError } from '../telemetry.errors.js';

/** @throws TelemetryError with code INVALID_OPTION unless it is a list of classes and functions, or undefined. */
export function checkExpected(decorator: string, expected: readonly ExpectedError[] | undefined): void {
  if (expected === undefined) return;
  if (Array.isArray(expected) && expected.every((each) => typeof each === 'function')) return;
  throw new TelemetryError(
    'INVALID_OPTION',
    `The option "expected" of ${decorator} is no list of classes and functions.`,
    'Each says of an error whether it is expected.',
    'Give a list such as [OrderRefused, (error) => isTimeout(error)].',
  );
}
