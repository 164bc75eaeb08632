import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import type { Labels, Operation, Result } from '../../observation/index.js';
import {
  ATTR_KAFKA_MESSAGE_KEY,
  ATTR_KAFKA_OFFSET,
  ATTR_MESSAGING_BATCH_MESSAGE_COUNT,
  ATTR_MESSAGING_CONSUMER_GROUP_NAME,
  ATTR_MESSAGING_DESTINATION_NAME,
  ATTR_MESSAGING_DESTINATION_PARTITION_ID,
  ATTR_MESSAGING_MESSAGE_BODY_SIZE,
  ATTR_MESSAGING_MESSAGE_ID,
  ATTR_MESSAGING_OPERATION_NAME,
  ATTR_MESSAGING_OPERATION_TYPE,
  ATTR_MESSAGING_SYSTEM_NAME,
} from '../attributes.js';
import { errorType } from '../error-type.js';
import { className } from '../errors/class-name.js';
import { isError } from '../errors/is-error.js';
import { readText } from '../errors/read-property.js';
import { withAttributes } from '../with-attributes.js';
import { MESSAGING_PROCESS, MESSAGING_SEND } from './messaging.kind.js';

export type MessagingKind = typeof MESSAGING_SEND.kind | typeof MESSAGING_PROCESS.kind;

export interface MessagingCall {
  /** `rabbitmq`, `kafka`, `mqtt`, … */
  readonly system: string;
  /** The queue, topic or channel. Low cardinality: it is a metric label. */
  readonly destination: string;
  /** The system's name for the operation: `publish`, `send`, `process`, … */
  readonly operation: string;
}

/** Facts of a single call. */
export interface MessageFacts {
  readonly id?: string | undefined;
  readonly bodySizeBytes?: number | undefined;
  /** The number of messages in a batch. */
  readonly messageCount?: number | undefined;
  /** The group of consumers that share the messages of a destination. */
  readonly consumerGroup?: string | undefined;
  readonly partition?: string | undefined;
  /** The position in a partition of Kafka. */
  readonly offset?: number | undefined;
  /** The key of a Kafka message. It may be personal. */
  readonly key?: string | undefined;
}

/**
 * Messages that are sent or processed. Reuse the object for all calls with this description.
 *
 * Source: semantic conventions 1.45, messaging spans: `{operation name} {destination}`.
 */
export function messagingOperation(
  kind: MessagingKind,
  { system, destination, operation }: MessagingCall,
): Operation<MessagingKind> {
  const labels: Labels = {
    [ATTR_MESSAGING_SYSTEM_NAME]: system,
    [ATTR_MESSAGING_DESTINATION_NAME]: destination,
    [ATTR_MESSAGING_OPERATION_NAME]: operation,
    [ATTR_MESSAGING_OPERATION_TYPE]: kind === MESSAGING_SEND.kind ? 'send' : 'process',
  };
  return { kind, name: `${operation} ${destination}`, labels, attributes: {} };
}

/** The same operation with the facts of this message or batch. */
export function withMessageFacts(operation: Operation, facts: MessageFacts): Operation {
  const { id, bodySizeBytes, messageCount, consumerGroup, partition, offset, key } = facts;
  return withAttributes(operation, {
    [ATTR_MESSAGING_MESSAGE_ID]: id,
    [ATTR_MESSAGING_MESSAGE_BODY_SIZE]: bodySizeBytes,
    [ATTR_MESSAGING_BATCH_MESSAGE_COUNT]: messageCount,
    [ATTR_MESSAGING_CONSUMER_GROUP_NAME]: consumerGroup,
    [ATTR_MESSAGING_DESTINATION_PARTITION_ID]: partition,
    [ATTR_KAFKA_OFFSET]: offset,
    [ATTR_KAFKA_MESSAGE_KEY]: key,
  });
}

const DONE: Result = { failed: false, facts: {} };

/** The result of a message: success or error. */
export function messagingResult(error?: unknown): Result {
  return error === undefined ? DONE : { failed: true, error, facts: { [ATTR_ERROR_TYPE]: errorType(error) } };
}

/**
 * The result of a message that was answered by an error. What comes from the other side is any value; it is the content
 * of the RpcException that the handler has thrown.
 */
export function replyResult(error: unknown): Result {
  const type = errorType(error);
  const isNamed = isError(error) || readText(error, 'name') !== undefined || type !== className(error);
  return { failed: true, error, facts: { [ATTR_ERROR_TYPE]: isNamed ? type : 'RpcException' } };
}
