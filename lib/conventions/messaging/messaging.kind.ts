import { SpanKind } from '@opentelemetry/api';
import {
  ATTR_MESSAGING_DESTINATION_NAME,
  ATTR_MESSAGING_OPERATION_NAME,
  ATTR_MESSAGING_REPLY_CANCELLED,
  ATTR_MESSAGING_SYSTEM_NAME,
} from '../attributes.js';
import type { Outcome } from '../../observation/index.js';
import type { CallKind } from '../call-kind.js';
import { isError } from '../errors/is-error.js';
import { type DescribeEvent, EVENT_SEVERITIES, type KindEvent } from '../logs/kind-event.js';
import { DURATION_BUCKETS, ERROR_TYPE_LABEL, fact, type FamilyMetrics, resultLabel } from '../metrics/metric-family.js';
import { semconvDuration, semconvLabels } from '../metrics/semconv-metrics.js';

/** Both kinds share one name: in Prometheus naming they feed the same histogram. */
const OTLP_DURATION = 'messaging.client.operation.duration';

/** `cancelled` if the sender stopped before the first reply: without a reply there is no success. */
function result(outcome: Outcome): string {
  return fact(outcome, ATTR_MESSAGING_REPLY_CANCELLED) === true ? 'cancelled' : resultLabel(outcome);
}

/** The name of the broker, its queue or topic, and the operation. */
const PROMETHEUS: FamilyMetrics = {
  labels: {
    system: { attribute: ATTR_MESSAGING_SYSTEM_NAME, otherwise: 'unknown' },
    destination: { attribute: ATTR_MESSAGING_DESTINATION_NAME, otherwise: 'unknown' },
    operation: { attribute: ATTR_MESSAGING_OPERATION_NAME, otherwise: 'unknown' },
  },
  resultLabels: { result: { of: result, attribute: 'messaging.operation.result' } },
  counters: [{ name: 'messages_total', help: 'Total number of messages sent or processed', otlp: false }],
  duration: {
    name: 'message_duration_seconds',
    otlp: OTLP_DURATION,
    help: 'Time to send or process a message in seconds',
    buckets: DURATION_BUCKETS,
  },
};

const SEMCONV: Pick<FamilyMetrics, 'labels' | 'resultLabels'> = {
  labels: semconvLabels(ATTR_MESSAGING_SYSTEM_NAME, ATTR_MESSAGING_DESTINATION_NAME, ATTR_MESSAGING_OPERATION_NAME),
  resultLabels: { error_type: ERROR_TYPE_LABEL },
};

const SENT: FamilyMetrics = {
  ...SEMCONV,
  counters: [
    {
      name: 'messaging_client_sent_messages_total',
      otlp: 'messaging.client.sent.messages',
      help: 'Number of messages that were sent',
    },
  ],
  duration: semconvDuration(OTLP_DURATION, 'Duration of messaging operations'),
};

const PROCESSED: FamilyMetrics = {
  ...SEMCONV,
  counters: [
    {
      name: 'messaging_client_consumed_messages_total',
      otlp: 'messaging.client.consumed.messages',
      help: 'Number of messages that were delivered',
    },
  ],
  duration: {
    ...semconvDuration('messaging.process.duration', 'Duration of processing messages'),
    otlp: OTLP_DURATION,
  },
};

/** The other side answers with a value. What fails on this side is an error. */
function failure(done: string, error: unknown): string {
  const isAnswer = done === 'sent' && error !== undefined && !isError(error);
  return isAnswer ? 'Message was answered with an error' : `Message could not be ${done}`;
}

function describeAs(done: string): DescribeEvent {
  return ({ labels }, outcome) => ({
    message: outcome.failed ? failure(done, outcome.error) : `Message ${done}`,
    fields: {
      event: `message_${done}`,
      system: labels[ATTR_MESSAGING_SYSTEM_NAME],
      destination: labels[ATTR_MESSAGING_DESTINATION_NAME],
      operation: labels[ATTR_MESSAGING_OPERATION_NAME],
      duration_ms: outcome.durationMs,
    },
  });
}

const EVENT: Omit<KindEvent, 'describe'> = { severities: EVENT_SEVERITIES, tally: 'message' };

/** A message or a batch that this process sends to a broker. */
export const MESSAGING_SEND = {
  kind: 'messaging.send',
  spanKind: SpanKind.PRODUCER,
  option: 'messaging',
  metrics: { prometheus: PROMETHEUS, semconv: SENT },
  event: { ...EVENT, describe: describeAs('sent') },
} as const satisfies CallKind;

/** A message, or a batch, that this process handles. */
export const MESSAGING_PROCESS = {
  kind: 'messaging.process',
  spanKind: SpanKind.CONSUMER,
  option: 'messaging',
  metrics: { prometheus: PROMETHEUS, semconv: PROCESSED },
  event: { ...EVENT, describe: describeAs('processed') },
} as const satisfies CallKind;
