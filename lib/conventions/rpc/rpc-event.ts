import { ATTR_RPC_METHOD, ATTR_RPC_STATUS_CODE, ATTR_RPC_SYSTEM_NAME } from '@opentelemetry/semantic-conventions';
import type { DescribeEvent } from '../logs/kind-event.js';
import { fact } from '../metrics/metric-family.js';

/** The line of a finished remote procedure call, with the name of its event. */
export function rpcEvent(event: string): DescribeEvent {
  return ({ labels, name }, outcome) => {
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
  };
}
