import type { Attributes } from '@opentelemetry/api';
import {
  ATTR_DB_CLIENT_CONNECTION_POOL_NAME,
  ATTR_DB_CLIENT_CONNECTION_STATE,
  METRIC_DB_CLIENT_CONNECTION_COUNT,
  METRIC_DB_CLIENT_CONNECTION_PENDING_REQUESTS,
  METRIC_DB_CLIENT_CONNECTION_WAIT_TIME,
} from '../../conventions/attributes.js';
import {
  CONNECTION_POOL,
  CONNECTION_POOL_WAIT,
  CONNECTION_POOL_WAITING,
  POOL_LABEL,
} from '../../conventions/database/connection-pool.js';
import type { Sample } from '../sample.js';
import type { OtlpName, OtlpNames } from './otlp-name.js';

const { label: STATE_LABEL, states } = CONNECTION_POOL;
const STATES: Readonly<Record<string, string>> = { [states.idle]: 'idle', [states.inUse]: 'used' };

/**
 * The metrics of connection pools under their semantic-convention names. These metrics are sums over their attributes.
 */
export function poolNames(prefix: string): OtlpNames {
  const upDown = (name: string, unit: string): OtlpName => ({ name, unit, upDown: true, attributes });
  return new Map<string, OtlpName>([
    [
      prefix + CONNECTION_POOL.name,
      // The total is the sum of the other two states, so it is left out.
      { ...upDown(METRIC_DB_CLIENT_CONNECTION_COUNT, '{connection}'), omits: (labels) => !(stateOf(labels) in STATES) },
    ],
    [prefix + CONNECTION_POOL_WAITING.name, upDown(METRIC_DB_CLIENT_CONNECTION_PENDING_REQUESTS, '{request}')],
    [
      prefix + CONNECTION_POOL_WAIT.name,
      { name: METRIC_DB_CLIENT_CONNECTION_WAIT_TIME, unit: 's', upDown: false, attributes },
    ],
  ]);
}

function attributes({ [POOL_LABEL]: pool, [STATE_LABEL]: state, ...others }: Sample['labels']): Attributes {
  return {
    ...others,
    ...(pool === undefined ? {} : { [ATTR_DB_CLIENT_CONNECTION_POOL_NAME]: pool }),
    ...(state === undefined ? {} : { [ATTR_DB_CLIENT_CONNECTION_STATE]: STATES[state] }),
  };
}

function stateOf(labels: Sample['labels']): string {
  return String(labels[STATE_LABEL]);
}
