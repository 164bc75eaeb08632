import { ATTR_RPC_METHOD, ATTR_RPC_STATUS_CODE, ATTR_RPC_SYSTEM_NAME } from '@opentelemetry/semantic-conventions';
import type { Operation, Outcome } from '../../observation/index.js';
import {
  ATTR_MESSAGING_DESTINATION_NAME,
  ATTR_MESSAGING_OPERATION_NAME,
  ATTR_MESSAGING_SYSTEM_NAME,
} from '../attributes.js';
import type { LogEvent } from './log-event.js';
import { fact } from '../metrics/metric-family.js';

/** The log event of a message that was sent or processed. */
export function messageEvent({ kind, labels }: Operation, outcome: Outcome): LogEvent {
  const done = kind === 'messaging.send' ? 'sent' : 'processed';
  return {
    level: outcome.failed ? 'error' : 'info',
    message: outcome.failed ? `Message could not be ${done}` : `Message ${done}`,
    fields: {
      event: `message_${done}`,
      system: labels[ATTR_MESSAGING_SYSTEM_NAME],
      destination: labels[ATTR_MESSAGING_DESTINATION_NAME],
      operation: labels[ATTR_MESSAGING_OPERATION_NAME],
      duration_ms: outcome.durationMs,
    },
    error: outcome.error,
  };
}

/** The log event of a remote procedure call, served or made. */
export function rpcEvent({ kind, labels, name }: Operation, outcome: Outcome): LogEvent {
  const status = fact(outcome, ATTR_RPC_STATUS_CODE);
  return {
    level: outcome.failed ? 'error' : 'info',
    message: `${name} ${status ?? (outcome.failed ? 'failed' : 'completed')}`,
    fields: {
      event: kind === 'rpc.client' ? 'rpc_client_call' : 'rpc_call',
      system: labels[ATTR_RPC_SYSTEM_NAME],
      method: labels[ATTR_RPC_METHOD],
      status_code: status,
      duration_ms: outcome.durationMs,
    },
    error: outcome.error,
  };
}
