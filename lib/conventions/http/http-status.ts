import { ATTR_HTTP_RESPONSE_STATUS_CODE } from '@opentelemetry/semantic-conventions';
import type { Outcome } from '../../observation/index.js';
import { fact, type ResultLabel } from '../metrics/metric-family.js';

/** The label for a response's status code; `otherwise` if there was no response. */
export function httpStatusLabel(otherwise: string): ResultLabel {
  return {
    of: (outcome) => httpStatus(outcome, otherwise),
    attribute: ATTR_HTTP_RESPONSE_STATUS_CODE,
    value: numericStatus,
  };
}

/** A response's status code as a text; `otherwise` if there was no response. */
export function httpStatus(outcome: Outcome, otherwise: string): string {
  const status = fact(outcome, ATTR_HTTP_RESPONSE_STATUS_CODE);
  return status === undefined ? otherwise : String(status);
}

/** A status code as a span attribute; undefined if there was no response. */
function numericStatus(label: string): number | undefined {
  return label === '' ? undefined : Number(label);
}
