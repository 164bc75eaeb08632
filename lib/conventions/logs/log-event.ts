import type { AttributeValue } from '@opentelemetry/api';
import { isUnexpected, type Operation, type Outcome } from '../../observation/index.js';
import { failureType } from '../error-type.js';
import type { EventLevel, KindEvent } from './kind-event.js';

/** The name under which a line has the `error.type` of its call. */
export const ERROR_TYPE_FIELD = 'error_type';

/** The log event of one finished operation. */
export interface LogEvent {
  readonly level: EventLevel;
  readonly message: string;
  /** Undefined values are left out of the line. */
  readonly fields: Readonly<Record<string, AttributeValue | undefined>>;
  readonly error: unknown;
  /** The `error.type` of a failed call: the same in its span and its metrics. */
  readonly errorType?: string;
  /** The error with which the request around the call failed. */
  readonly requestError?: unknown;
}

/** Returns the log event of a finished operation. `slow` is true if the operation exceeded its threshold. */
export function logEvent(event: KindEvent, operation: Operation, outcome: Outcome, slow = false): LogEvent {
  const { message, fields } = event.describe(operation, outcome);
  const { completed, slow: late, failed } = event.severities;
  const notable = event.isNotable?.(outcome) === true;
  const level = isUnexpected(outcome) ? failed : slow || notable ? late : completed;
  if (!outcome.failed) return { level, message, fields, error: outcome.error };
  const { error, requestError } = outcome;
  const errorType = failureType(outcome);
  return { level, message, fields: { ...fields, [ERROR_TYPE_FIELD]: errorType }, error, errorType, requestError };
}
