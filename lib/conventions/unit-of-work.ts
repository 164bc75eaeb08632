import type { Outcome } from '../observation/index.js';
import { ATTR_HTTP_REQUEST_ABORTED, ATTR_UNIT_OF_WORK_NAME } from './attributes.js';
import { EVENT_SEVERITIES, type KindEvent } from './logs/kind-event.js';

/** The log event of a unit of work whose kind has no event. */
export const UNIT_OF_WORK: KindEvent = {
  severities: EVENT_SEVERITIES,
  attributes: { operation: ATTR_UNIT_OF_WORK_NAME },
  describe: ({ name }, outcome) => ({
    message: name,
    fields: { event: 'unit_of_work', operation: name, duration_ms: outcome.durationMs },
  }),
};

/** The outcome of a unit of work, as one word. */
export function outcomeName(outcome: Outcome): 'success' | 'failure' | 'expected_failure' | 'aborted' {
  if (outcome.facts[ATTR_HTTP_REQUEST_ABORTED] === true) return 'aborted';
  if (!outcome.failed) return 'success';
  return outcome.expected === true ? 'expected_failure' : 'failure';
}
