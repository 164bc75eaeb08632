import { ATTR_RPC_METHOD, ATTR_RPC_STATUS_CODE, ATTR_RPC_SYSTEM_NAME } from '@opentelemetry/semantic-conventions';
import { EVENT_SEVERITIES, type KindEvent } from '../logs/kind-event.js';
import { fact } from '../metrics/metric-family.js';

/** The line of a finished remote procedure call, with the name of its event. */
export function rpcEvent(event: string): KindEvent {
  return {
    severities: EVENT_SEVERITIES,
    attributes: { system: ATTR_RPC_SYSTEM_NAME, method: ATTR_RPC_METHOD, status_code: ATTR_RPC_STATUS_CODE },
    describe: ({ labels, name }, outcome) => {
      const status = fact(outcome, ATTR_RPC_STATUS_CODE);
      return {
        message: `${name} ${status ?? (outcome.failed ? 'failed' : 'completed')}`,
        fields: {
          event,
          system: labels[ATTR_RPC_SYSTEM_NAME],
          method: labels[ATTR_RPC_METHOD],
          status_code: status,
          duration_ms: outcome.durationMs,
        },
      };
    },
  };
}
