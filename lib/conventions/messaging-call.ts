import type { Labels, Operation } from '../observation/index.js';
import {
  ATTR_MESSAGING_BATCH_MESSAGE_COUNT,
  ATTR_MESSAGING_DESTINATION_NAME,
  ATTR_MESSAGING_MESSAGE_BODY_SIZE,
  ATTR_MESSAGING_MESSAGE_ID,
  ATTR_MESSAGING_OPERATION_NAME,
  ATTR_MESSAGING_OPERATION_TYPE,
  ATTR_MESSAGING_SYSTEM_NAME,
} from './attributes.js';

export interface MessagingCall {
  /** `rabbitmq`, `kafka`, `mqtt`, … */
  readonly system: string;
  /** The queue, topic or channel: one of few, since it reaches metrics. */
  readonly destination: string;
  /** What the system calls it: `publish`, `send`, `process`, … */
  readonly operation: string;
}

/** What only the single call knows. */
export interface MessageFacts {
  readonly id?: string | undefined;
  readonly bodySizeBytes?: number | undefined;
  /** Where it is a batch. */
  readonly messageCount?: number | undefined;
}

/**
 * Messages sent or processed. Keep it for as long as calls of this description are made.
 *
 * Source: semantic conventions 1.45, messaging spans: `{operation name} {destination}`.
 */
export function messagingOperation(
  kind: 'messaging.send' | 'messaging.process',
  { system, destination, operation }: MessagingCall,
): Operation {
  const labels: Labels = {
    [ATTR_MESSAGING_SYSTEM_NAME]: system,
    [ATTR_MESSAGING_DESTINATION_NAME]: destination,
    [ATTR_MESSAGING_OPERATION_NAME]: operation,
  };
  const type = kind === 'messaging.send' ? 'send' : 'process';
  return { kind, name: `${operation} ${destination}`, labels, attributes: { [ATTR_MESSAGING_OPERATION_TYPE]: type } };
}

/** The same operation with what is known of this one message, or of this batch. */
export function withMessageFacts(operation: Operation, { id, bodySizeBytes, messageCount }: MessageFacts): Operation {
  const attributes: Record<string, string | number> = {};
  if (id !== undefined) attributes[ATTR_MESSAGING_MESSAGE_ID] = id;
  if (bodySizeBytes !== undefined) attributes[ATTR_MESSAGING_MESSAGE_BODY_SIZE] = bodySizeBytes;
  if (messageCount !== undefined) attributes[ATTR_MESSAGING_BATCH_MESSAGE_COUNT] = messageCount;
  return { ...operation, attributes: { ...operation.attributes, ...attributes } };
}
