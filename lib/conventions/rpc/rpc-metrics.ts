import { ATTR_RPC_METHOD, ATTR_RPC_STATUS_CODE, ATTR_RPC_SYSTEM_NAME } from '@opentelemetry/semantic-conventions';
import { ERROR_TYPE_LABEL, fact, type FamilyMetrics, type ResultLabel } from '../metrics/metric-family.js';
import { semconvLabels } from '../metrics/semconv-metrics.js';

type RpcLabels = Pick<FamilyMetrics, 'labels' | 'resultLabels' | 'joined'>;

/** Replaces an unknown method. */
export const UNKNOWN_METHOD = '_OTHER';

const UNKNOWN_SERVICE = 'unknown';
/** These metrics support only this system. */
const GRPC = 'grpc';

/** Empty if there was no status. */
const STATUS: ResultLabel = {
  of: (outcome) => String(fact(outcome, ATTR_RPC_STATUS_CODE) ?? ''),
  attribute: ATTR_RPC_STATUS_CODE,
};

/** Labels of server and client calls. */
export const RPC_LABELS: RpcLabels = {
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
  resultLabels: { status_code: STATUS },
  joined: {
    [ATTR_RPC_SYSTEM_NAME]: () => GRPC,
    [ATTR_RPC_METHOD]: ({ service, method }) => (service === UNKNOWN_SERVICE ? method : `${service}/${method}`),
  },
};

/** The same labels in semantic conventions. */
export const RPC_SEMCONV_LABELS: RpcLabels = {
  labels: semconvLabels(ATTR_RPC_SYSTEM_NAME, ATTR_RPC_METHOD),
  resultLabels: { rpc_status_code: STATUS, error_type: ERROR_TYPE_LABEL },
};
