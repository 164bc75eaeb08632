import { SpanKind } from '@opentelemetry/api';
import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_RESEND_COUNT,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
  ATTR_ERROR_TYPE,
  METRIC_HTTP_CLIENT_REQUEST_DURATION,
} from '@opentelemetry/semantic-conventions';
import type { CallKind } from '../call-kind.js';
import { hostAndPath } from '../http/host-and-path.js';
import { httpStatus } from '../http/http-status.js';
import { type DescribeEvent, EVENT_SEVERITIES } from '../logs/kind-event.js';
import { DURATION_BUCKETS, ERROR_TYPE_LABEL, fact, type FamilyMetrics } from '../metrics/metric-family.js';
import { OTLP_DURATION_BUCKETS, type OtlpFamily } from '../metrics/otlp-family.js';

const PROMETHEUS: FamilyMetrics = {
  labels: {
    method: { attribute: ATTR_HTTP_REQUEST_METHOD, otherwise: '_OTHER' },
    server: { attribute: ATTR_SERVER_ADDRESS, otherwise: 'unknown' },
  },
  resultLabels: { status_code: (outcome) => httpStatus(outcome) },
  counters: [],
  duration: {
    name: 'http_client_request_duration_seconds',
    help: 'Duration of outgoing HTTP requests in seconds',
    buckets: DURATION_BUCKETS,
  },
};

const OTLP: OtlpFamily = {
  attributes: [ATTR_HTTP_REQUEST_METHOD, ATTR_SERVER_ADDRESS, ATTR_SERVER_PORT],
  results: { [ATTR_HTTP_RESPONSE_STATUS_CODE]: (outcome) => httpStatus(outcome), [ATTR_ERROR_TYPE]: ERROR_TYPE_LABEL },
  counters: [],
  duration: {
    name: METRIC_HTTP_CLIENT_REQUEST_DURATION,
    help: 'Duration of HTTP client requests',
    buckets: OTLP_DURATION_BUCKETS,
  },
};

const EVENT_ATTRIBUTES = {
  method: ATTR_HTTP_REQUEST_METHOD,
  url: ATTR_URL_FULL,
  status_code: ATTR_HTTP_RESPONSE_STATUS_CODE,
  resend_count: ATTR_HTTP_REQUEST_RESEND_COUNT,
};

const describe: DescribeEvent = ({ labels, attributes }, outcome) => {
  const status = fact(outcome, ATTR_HTTP_RESPONSE_STATUS_CODE);
  const target = hostAndPath(String(attributes[ATTR_URL_FULL]));
  const where = target === undefined ? labels[ATTR_SERVER_ADDRESS] : target.host + target.path;
  return {
    message: `${labels[ATTR_HTTP_REQUEST_METHOD]} ${where} ${status ?? 'without response'}`,
    fields: {
      event: 'http_client_request',
      method: labels[ATTR_HTTP_REQUEST_METHOD],
      url: attributes[ATTR_URL_FULL],
      status_code: status,
      resend_count: attributes[ATTR_HTTP_REQUEST_RESEND_COUNT],
      duration_ms: outcome.durationMs,
    },
  };
};

/** An HTTP request that this process sends. */
export const HTTP_CLIENT = {
  kind: 'http.client',
  spanKind: SpanKind.CLIENT,
  option: 'outgoing',
  metrics: { prometheus: PROMETHEUS, otlp: OTLP },
  event: { severities: EVENT_SEVERITIES, attributes: EVENT_ATTRIBUTES, describe },
} as const satisfies CallKind;
