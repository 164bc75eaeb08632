import { SpanKind } from '@opentelemetry/api';
import {
  ATTR_CLIENT_ADDRESS,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_ROUTE,
  ATTR_URL_PATH,
  ATTR_ERROR_TYPE,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_URL_SCHEME,
  METRIC_HTTP_SERVER_REQUEST_DURATION,
} from '@opentelemetry/semantic-conventions';
import { ATTR_HTTP_REQUEST_ABORTED, ATTR_HTTP_RESPONSE_BODY_SIZE } from '../attributes.js';
import type { Outcome } from '../../observation/index.js';
import type { CallKind } from '../call-kind.js';
import { httpStatus } from '../http/http-status.js';
import { type DescribeEvent, EVENT_SEVERITIES } from '../logs/kind-event.js';
import {
  DURATION_BUCKETS,
  ERROR_TYPE_LABEL,
  fact,
  type FamilyMetrics,
  SIZE_BUCKETS,
} from '../metrics/metric-family.js';
import { OTLP_DURATION_BUCKETS, type OtlpFamily } from '../metrics/otlp-family.js';

/** The value for all paths if the router has no route template. */
const UNMATCHED_ROUTE = 'unmatched';
/** nginx's codes for a connection that the client or the server closed before a response. */
const CLIENT_CLOSED_REQUEST = '499';
const CLOSED_WITHOUT_RESPONSE = '444';

function status(outcome: Outcome): string {
  return httpStatus(outcome, outcome.failed ? CLOSED_WITHOUT_RESPONSE : CLIENT_CLOSED_REQUEST);
}

const PROMETHEUS: FamilyMetrics = {
  labels: {
    method: { attribute: ATTR_HTTP_REQUEST_METHOD, otherwise: '_OTHER' },
    endpoint: { attribute: ATTR_HTTP_ROUTE, otherwise: UNMATCHED_ROUTE },
  },
  resultLabels: { status_code: status },
  counters: [{ name: 'http_requests_total', help: 'Total number of HTTP requests' }],
  duration: {
    name: 'http_request_duration_seconds',
    help: 'HTTP request duration in seconds',
    buckets: DURATION_BUCKETS,
  },
  size: {
    name: 'http_response_size_bytes',
    help: 'HTTP response size in bytes',
    buckets: SIZE_BUCKETS,
    fact: ATTR_HTTP_RESPONSE_BODY_SIZE,
  },
  inFlight: {
    name: 'http_requests_in_flight',
    help: 'Number of HTTP requests currently in flight',
  },
};

const OTLP: OtlpFamily = {
  attributes: [ATTR_HTTP_REQUEST_METHOD, ATTR_URL_SCHEME, ATTR_HTTP_ROUTE],
  results: { [ATTR_HTTP_RESPONSE_STATUS_CODE]: (outcome) => httpStatus(outcome), [ATTR_ERROR_TYPE]: ERROR_TYPE_LABEL },
  counters: [],
  duration: {
    name: METRIC_HTTP_SERVER_REQUEST_DURATION,
    help: 'Duration of HTTP server requests',
    buckets: OTLP_DURATION_BUCKETS,
  },
  size: {
    name: 'http.server.response.body.size',
    help: 'Size of HTTP server response bodies',
    buckets: SIZE_BUCKETS,
    fact: ATTR_HTTP_RESPONSE_BODY_SIZE,
  },
  inFlight: {
    name: 'http.server.active_requests',
    help: 'Number of active HTTP server requests',
    unit: '{request}',
  },
};

const EVENT_ATTRIBUTES = {
  method: ATTR_HTTP_REQUEST_METHOD,
  url: ATTR_URL_PATH,
  route: ATTR_HTTP_ROUTE,
  status_code: ATTR_HTTP_RESPONSE_STATUS_CODE,
  response_size_bytes: ATTR_HTTP_RESPONSE_BODY_SIZE,
  client_address: ATTR_CLIENT_ADDRESS,
  aborted: ATTR_HTTP_REQUEST_ABORTED,
};

const describe: DescribeEvent = ({ name, labels, attributes }, outcome) => {
  const statusCode = status(outcome);
  // Empty if the request could not be read.
  const path = attributes[ATTR_URL_PATH] || undefined;
  // Without a route, the name is only the method.
  const what = labels[ATTR_HTTP_ROUTE] === undefined && path !== undefined ? `${name} ${String(path)}` : name;
  return {
    message: `${what} ${statusCode}`,
    fields: {
      event: 'http_request',
      method: labels[ATTR_HTTP_REQUEST_METHOD],
      url: path,
      route: labels[ATTR_HTTP_ROUTE],
      status_code: Number(statusCode),
      duration_ms: outcome.durationMs,
      response_size_bytes: fact(outcome, ATTR_HTTP_RESPONSE_BODY_SIZE),
      client_address: attributes[ATTR_CLIENT_ADDRESS],
      aborted: fact(outcome, ATTR_HTTP_REQUEST_ABORTED),
    },
  };
};

/** An HTTP request that this process serves. */
export const HTTP_SERVER = {
  kind: 'http.server',
  spanKind: SpanKind.SERVER,
  option: 'http',
  metrics: { prometheus: PROMETHEUS, otlp: OTLP },
  event: { severities: EVENT_SEVERITIES, attributes: EVENT_ATTRIBUTES, describe },
} as const satisfies CallKind;
