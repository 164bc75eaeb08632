import { SpanKind } from '@opentelemetry/api';
import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_RESEND_COUNT,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
  METRIC_HTTP_CLIENT_REQUEST_DURATION,
} from '@opentelemetry/semantic-conventions';
import type { CallKind } from '../call-kind.js';
import { hostAndPath } from '../http/host-and-path.js';
import { httpStatusLabel } from '../http/http-status.js';
import { type DescribeEvent, EVENT_SEVERITIES } from '../logs/kind-event.js';
import { DURATION_BUCKETS, ERROR_TYPE_LABEL, fact, type FamilyMetrics } from '../metrics/metric-family.js';
import { semconvDuration, semconvLabels } from '../metrics/semconv-metrics.js';

const PROMETHEUS: FamilyMetrics = {
  labels: {
    method: { attribute: ATTR_HTTP_REQUEST_METHOD, otherwise: '_OTHER' },
    server: { attribute: ATTR_SERVER_ADDRESS, otherwise: 'unknown' },
  },
  resultLabels: { status_code: httpStatusLabel('') },
  counters: [],
  duration: {
    name: 'http_client_request_duration_seconds',
    otlp: METRIC_HTTP_CLIENT_REQUEST_DURATION,
    help: 'Duration of outgoing HTTP requests in seconds',
    buckets: DURATION_BUCKETS,
  },
};

const SEMCONV: FamilyMetrics = {
  labels: semconvLabels(ATTR_HTTP_REQUEST_METHOD, ATTR_SERVER_ADDRESS, ATTR_SERVER_PORT),
  resultLabels: { http_response_status_code: httpStatusLabel(''), error_type: ERROR_TYPE_LABEL },
  counters: [],
  duration: semconvDuration(METRIC_HTTP_CLIENT_REQUEST_DURATION, 'Duration of HTTP client requests'),
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
  metrics: { prometheus: PROMETHEUS, semconv: SEMCONV },
  event: { severities: EVENT_SEVERITIES, describe },
} as const satisfies CallKind;
