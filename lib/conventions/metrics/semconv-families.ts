import {
  ATTR_DB_COLLECTION_NAME,
  ATTR_DB_NAMESPACE,
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_SYSTEM_NAME,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_ERROR_TYPE,
  ATTR_RPC_METHOD,
  ATTR_RPC_STATUS_CODE,
  ATTR_RPC_SYSTEM_NAME,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
} from '@opentelemetry/semantic-conventions';
import {
  ATTR_HTTP_RESPONSE_BODY_SIZE,
  ATTR_MESSAGING_DESTINATION_NAME,
  ATTR_MESSAGING_OPERATION_NAME,
  ATTR_MESSAGING_SYSTEM_NAME,
  ATTR_RPC_RESPONSE_SIZE,
} from '../attributes.js';
import { failureType } from '../error-type.js';
import { numericStatus } from '../http/http-status.js';
import { fact, type LabelSource, type MetricFamily, type SemconvFamily, SIZE_BUCKETS } from './metric-family.js';
import { statusCode } from '../rpc/rpc.js';

/** In seconds. Source: semantic conventions 1.45, `http.server.request.duration`. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
/** In seconds. Source: semantic conventions 1.45, `db.client.operation.duration`. */
const DATABASE_BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

const MESSAGING_LABELS = labelled(
  ATTR_MESSAGING_SYSTEM_NAME,
  ATTR_MESSAGING_DESTINATION_NAME,
  ATTR_MESSAGING_OPERATION_NAME,
);
const RPC_LABELS = labelled(ATTR_RPC_SYSTEM_NAME, ATTR_RPC_METHOD);

/**
 * The families as semantic conventions 1.45 name them, where they do: dots become underscores and the unit is a suffix.
 * Requests are counted by the histogram's `_count`. An empty label is an attribute that is absent.
 */
export const SEMCONV_FAMILIES: readonly Omit<MetricFamily, 'semconv'>[] = [
  {
    kind: 'http.server',
    labels: labelled(ATTR_HTTP_REQUEST_METHOD, ATTR_HTTP_ROUTE),
    resultLabels: { http_response_status_code: httpStatusCode, error_type: failureType },
    counters: [],
    duration: seconds('http_server_request_duration_seconds', 'Duration of HTTP server requests'),
    size: {
      name: 'http_server_response_body_size_bytes',
      help: 'Size of HTTP server response bodies',
      buckets: SIZE_BUCKETS,
      fact: ATTR_HTTP_RESPONSE_BODY_SIZE,
    },
    inFlight: { name: 'http_server_active_requests', help: 'Number of active HTTP server requests' },
  },
  {
    kind: 'http.client',
    labels: labelled(ATTR_HTTP_REQUEST_METHOD, ATTR_SERVER_ADDRESS, ATTR_SERVER_PORT),
    resultLabels: { http_response_status_code: httpStatusCode, error_type: failureType },
    counters: [],
    duration: seconds('http_client_request_duration_seconds', 'Duration of HTTP client requests'),
  },
  {
    kind: 'database',
    labels: labelled(ATTR_DB_SYSTEM_NAME, ATTR_DB_OPERATION_NAME, ATTR_DB_COLLECTION_NAME, ATTR_DB_NAMESPACE),
    resultLabels: { error_type: failureType },
    counters: [],
    duration: seconds(
      'db_client_operation_duration_seconds',
      'Duration of database client operations',
      DATABASE_BUCKETS,
    ),
  },
  {
    kind: 'rpc.server',
    labels: RPC_LABELS,
    resultLabels: { rpc_status_code: statusCode, error_type: failureType },
    counters: [],
    duration: seconds('rpc_server_call_duration_seconds', 'Duration of incoming remote procedure calls'),
    size: {
      name: 'rpc_server_response_size_bytes',
      help: 'Size of the responses to remote procedure calls',
      buckets: SIZE_BUCKETS,
      fact: ATTR_RPC_RESPONSE_SIZE,
    },
  },
  {
    kind: 'rpc.client',
    labels: RPC_LABELS,
    resultLabels: { rpc_status_code: statusCode, error_type: failureType },
    counters: [],
    duration: seconds('rpc_client_call_duration_seconds', 'Duration of outgoing remote procedure calls'),
  },
  {
    kind: 'messaging.send',
    labels: MESSAGING_LABELS,
    resultLabels: { error_type: failureType },
    counters: [{ name: 'messaging_client_sent_messages_total', help: 'Number of messages that were sent' }],
    duration: seconds('messaging_client_operation_duration_seconds', 'Duration of messaging operations'),
  },
  {
    kind: 'messaging.process',
    labels: MESSAGING_LABELS,
    resultLabels: { error_type: failureType },
    counters: [{ name: 'messaging_client_consumed_messages_total', help: 'Number of messages that were delivered' }],
    duration: seconds('messaging_process_duration_seconds', 'Duration of processing messages'),
  },
];

/** What their result labels and counters are over OTLP. */
export const SEMCONV_RESULTS: SemconvFamily['results'] = {
  http_response_status_code: { attribute: ATTR_HTTP_RESPONSE_STATUS_CODE, value: numericStatus },
  rpc_status_code: { attribute: ATTR_RPC_STATUS_CODE },
  error_type: { attribute: ATTR_ERROR_TYPE },
};
export const SEMCONV_COUNTERS = {
  messaging_client_sent_messages_total: 'messaging.client.sent.messages',
  messaging_client_consumed_messages_total: 'messaging.client.consumed.messages',
};

function labelled(...attributes: string[]): Readonly<Record<string, LabelSource>> {
  return Object.fromEntries(
    attributes.map((attribute) => [attribute.replaceAll('.', '_'), { attribute, otherwise: '' }]),
  );
}

function seconds(name: string, help: string, buckets: readonly number[] = BUCKETS): MetricFamily['duration'] {
  return { name, help: `${help} in seconds`, buckets };
}

function httpStatusCode(outcome: Parameters<typeof fact>[0]): string {
  return String(fact(outcome, ATTR_HTTP_RESPONSE_STATUS_CODE) ?? '');
}
