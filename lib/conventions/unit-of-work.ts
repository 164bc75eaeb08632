import type { Operation, Outcome } from '../observation/index.js';
import { ATTR_HTTP_REQUEST_ABORTED } from './attributes.js';
import type { LogEvent } from './logs/log-event.js';

/** The log event of a unit of work whose kind has none of its own. */
export function unitOfWorkEvent(operation: Operation, outcome: Outcome): LogEvent {
  return {
    level: outcome.failed ? 'error' : 'info',
    message: operation.name,
    fields: { event: 'unit_of_work', operation: operation.name, duration_ms: outcome.durationMs },
    error: outcome.error,
  };
}

/** How a unit of work ended, in a word. */
export function outcomeName(outcome: Outcome): 'success' | 'failure' | 'aborted' {
  if (outcome.facts[ATTR_HTTP_REQUEST_ABORTED] === true) return 'aborted';
  return outcome.failed ? 'failure' : 'success';
}
