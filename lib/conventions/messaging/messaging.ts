import {
  ATTR_MESSAGING_DESTINATION_NAME,
  ATTR_MESSAGING_OPERATION_NAME,
  ATTR_MESSAGING_SYSTEM_NAME,
} from '../attributes.js';
import { DURATION_BUCKETS, type LabelSource, type MetricFamily, resultLabel } from '../metrics/metric-family.js';

/** What messages are sent or processed by: a broker's name, its queue or topic, and what is done. */
export const MESSAGING_LABELS: Readonly<Record<string, LabelSource>> = {
  system: { attribute: ATTR_MESSAGING_SYSTEM_NAME, otherwise: 'unknown' },
  destination: { attribute: ATTR_MESSAGING_DESTINATION_NAME, otherwise: 'unknown' },
  operation: { attribute: ATTR_MESSAGING_OPERATION_NAME, otherwise: 'unknown' },
};

const MESSAGES: Omit<MetricFamily, 'kind'> = {
  labels: MESSAGING_LABELS,
  resultLabels: { result: resultLabel },
  counters: [{ name: 'messages_total', help: 'Total number of messages sent or processed' }],
  duration: {
    name: 'message_duration_seconds',
    help: 'Time to send or process a message in seconds',
    buckets: DURATION_BUCKETS,
  },
  semconv: {
    duration: 'messaging.client.operation.duration',
    results: { result: { attribute: 'messaging.operation.result' } },
  },
};

export const MESSAGING_SEND_METRICS: MetricFamily = { kind: 'messaging.send', ...MESSAGES };
export const MESSAGING_PROCESS_METRICS: MetricFamily = { kind: 'messaging.process', ...MESSAGES };
