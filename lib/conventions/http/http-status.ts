import { ATTR_HTTP_RESPONSE_STATUS_CODE } from '@opentelemetry/semantic-conventions';
import type { Outcome } from '../../observation/index.js';
import { fact } from '../metrics/metric-family.js';

/** A response's status code as a text; `otherwise` if there was no response. */
export function httpStatus(outcome: Outcome, otherwise = ''): string {
  const status = fact(outcome, ATTR_HTTP_RESPONSE_STATUS_CODE);
  return status === undefined ? otherwise : String(status);
}
