import {
  ATTR_ERROR_TYPE,
  ATTR_RPC_METHOD,
  ATTR_RPC_STATUS_CODE,
  ATTR_RPC_SYSTEM_NAME,
} from '@opentelemetry/semantic-conventions';
import { ERROR_TYPE_LABEL, fact, type FamilyMetrics, type ResultLabel } from '../metrics/metric-family.js';
import type { OtlpFamily } from '../metrics/otlp-family.js';

/** Replaces an unknown method. */
export const UNKNOWN_METHOD = '_OTHER';

const UNKNOWN_SERVICE = 'unknown';

/** Empty if there was no status. */
const status: ResultLabel = (outcome) => String(fact(outcome, ATTR_RPC_STATUS_CODE) ?? '');

/** Labels of server and client calls. */
export const RPC_LABELS: Pick<FamilyMetrics, 'labels' | 'resultLabels'> = {
  labels: {
    method: {
      attribute: ATTR_RPC_METHOD,
      otherwise: UNKNOWN_METHOD,
      part: (name) => name.slice(name.lastIndexOf('/') + 1),
    },
    service: {
      attribute: ATTR_RPC_METHOD,
      otherwise: UNKNOWN_METHOD,
      part: (name) => name.slice(0, Math.max(0, name.lastIndexOf('/'))) || UNKNOWN_SERVICE,
    },
  },
  resultLabels: { status_code: status },
};

/** The attributes of server and client calls. */
export const RPC_ATTRIBUTES: Pick<OtlpFamily, 'attributes' | 'results'> = {
  attributes: [ATTR_RPC_SYSTEM_NAME, ATTR_RPC_METHOD],
  results: { [ATTR_RPC_STATUS_CODE]: status, [ATTR_ERROR_TYPE]: ERROR_TYPE_LABEL },
};
