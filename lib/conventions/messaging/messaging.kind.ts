import { SpanKind } from '@opentelemetry/api';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import {
  ATTR_CALL_GIVEN_UP,
  ATTR_MESSAGING_DESTINATION_NAME,
  ATTR_MESSAGING_OPERATION_NAME,
  ATTR_MESSAGING_OPERATION_TYPE,
  ATTR_MESSAGING_REPLY_CANCELLED,
  ATTR_MESSAGING_SYSTEM_NAME,
} from '../attributes.js';
import type { Outcome } from '../../observation/index.js';
import type { CallKind } from '../call-kind.js';
import { isError } from '../errors/is-error.js';
import { type DescribeEvent, EVENT_SEVERITIES, type KindEvent } from '../logs/kind-event.js';
import { DURATION_BUCKETS, ERROR_TYPE_LABEL, fact, type FamilyMetrics, resultLabel } from '../metrics/metric-family.js';
import { OTLP_DURATION_BUCKETS, type OtlpFamily } from '../metrics/otlp-family.js';

/** `cancelled` if the sender stopped before the first reply, or was closed: that is no success. */
function result(outcome: Outcome): string {
  return isCancelled(outcome) ? 'cancelled' : resultLabel(outcome);
}

function isCancelled(outcome: Outcome): boolean {
  return isUnanswered(outcome) || fact(outcome, ATTR_CALL_GIVEN_UP) === true;
}

function isUnanswered(outcome: Outcome): boolean {
  return fact(outcome, ATTR_MESSAGING_REPLY_CANCELLED) === true;
}

/** The name of the broker, its queue or topic, and the operation. */
const PROMETHEUS: FamilyMetrics = {
  labels: {
    system: { attribute: ATTR_MESSAGING_SYSTEM_NAME, otherwise: 'unknown' },
    destination: { attribute: ATTR_MESSAGING_DESTINATION_NAME, otherwise: 'unknown' },
    operation: { attribute: ATTR_MESSAGING_OPERATION_NAME, otherwise: 'unknown' },
  },
  resultLabels: { result },
  counters: [{ name: 'messages_total', help: 'Total number of messages sent or processed' }],
  duration: {
    name: 'message_duration_seconds',
    help: 'Time to send or process a message in seconds',
    buckets: DURATION_BUCKETS,
  },
};

const ATTRIBUTES = [ATTR_MESSAGING_SYSTEM_NAME, ATTR_MESSAGING_DESTINATION_NAME, ATTR_MESSAGING_OPERATION_NAME];

const SENT: OtlpFamily = {
  attributes: [...ATTRIBUTES, ATTR_MESSAGING_OPERATION_TYPE],
  results: {
    [ATTR_ERROR_TYPE]: ERROR_TYPE_LABEL,
    // No convention has a word for it.
    [ATTR_MESSAGING_REPLY_CANCELLED]: (outcome) => (isCancelled(outcome) ? 'true' : ''),
  },
  counters: [{ name: 'messaging.client.sent.messages', unit: '{message}', help: 'Number of messages that were sent' }],
  duration: {
    name: 'messaging.client.operation.duration',
    help: 'Duration of messaging operations',
    buckets: OTLP_DURATION_BUCKETS,
  },
};

const PROCESSED: OtlpFamily = {
  attributes: ATTRIBUTES,
  results: { [ATTR_ERROR_TYPE]: ERROR_TYPE_LABEL },
  counters: [
    { name: 'messaging.client.consumed.messages', unit: '{message}', help: 'Number of messages that were delivered' },
  ],
  duration: {
    name: 'messaging.process.duration',
    help: 'Duration of processing messages',
    buckets: OTLP_DURATION_BUCKETS,
  },
};

/** The other side answers with a value. What fails on this side is an error. */
function failure(done: string, error: unknown): string {
  const isAnswer = done === 'sent' && error !== undefined && !isError(error);
  return isAnswer ? 'Message was answered with an error' : `Message could not be ${done}`;
}

const NO_REPLY = 'Message had no reply when its caller gave up';

function describeAs(done: string): DescribeEvent {
  return ({ labels }, outcome) => ({
    message: outcome.failed ? failure(done, outcome.error) : isUnanswered(outcome) ? NO_REPLY : `Message ${done}`,
    fields: {
      event: `message_${done}`,
      system: labels[ATTR_MESSAGING_SYSTEM_NAME],
      destination: labels[ATTR_MESSAGING_DESTINATION_NAME],
      operation: labels[ATTR_MESSAGING_OPERATION_NAME],
      duration_ms: outcome.durationMs,
    },
  });
}

const EVENT: Omit<KindEvent, 'describe'> = {
  attributes: {
    system: ATTR_MESSAGING_SYSTEM_NAME,
    destination: ATTR_MESSAGING_DESTINATION_NAME,
    operation: ATTR_MESSAGING_OPERATION_NAME,
  },
  severities: EVENT_SEVERITIES,
  tally: 'message',
};

/** A message or a batch that this process sends to a broker. */
export const MESSAGING_SEND = {
  kind: 'messaging.send',
  spanKind: SpanKind.PRODUCER,
  option: 'messaging',
  metrics: { prometheus: PROMETHEUS, otlp: SENT },
  event: { ...EVENT, describe: describeAs('sent'), isNotable: isUnanswered },
} as const satisfies CallKind;

/** A message, or a batch, that this process handles. */
export const MESSAGING_PROCESS = {
  kind: 'messaging.process',
  spanKind: SpanKind.CONSUMER,
  option: 'messaging',
  metrics: { prometheus: PROMETHEUS, otlp: PROCESSED },
  event: { ...EVENT, describe: describeAs('processed') },
} as const satisfies CallKind;
