import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_METHOD_ORIGINAL,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
  METRIC_HTTP_CLIENT_REQUEST_DURATION,
} from '@opentelemetry/semantic-conventions';
import type { Labels, Operation, Outcome, Result } from '../../observation/index.js';
import { errorType } from '../error-type.js';
import { numericStatus } from './http-status.js';
import { knownMethod, methodInName } from './http-methods.js';
import type { LogEvent } from '../logs/log-event.js';
import { DURATION_BUCKETS, fact, type MetricFamily } from '../metrics/metric-family.js';

/** Name and labels of all requests with one method to one server. Keep it while such requests are made. */
export interface HttpTarget {
  readonly method: string;
  readonly origin: URL;
  readonly labels: Labels;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

export function httpTarget(method: string, origin: URL): HttpTarget {
  return {
    method,
    origin,
    labels: {
      [ATTR_HTTP_REQUEST_METHOD]: knownMethod(method),
      [ATTR_SERVER_ADDRESS]: origin.hostname,
      [ATTR_SERVER_PORT]: Number(origin.port) || (DEFAULT_PORTS[origin.protocol] ?? 0),
    },
  };
}

/**
 * An outgoing request. Of the URL's query, the names are recorded and the values are not; credentials never are.
 *
 * Source: semantic conventions 1.45, HTTP client spans.
 */
export function httpClientOperation({ method, origin, labels }: HttpTarget, path: string): Operation {
  const attributes: Record<string, string> = { [ATTR_URL_FULL]: origin.origin + withoutQueryValues(path) };
  if (knownMethod(method) !== method) attributes[ATTR_HTTP_REQUEST_METHOD_ORIGINAL] = method;
  return { kind: 'http.client', name: methodInName(method), labels, attributes };
}

/**
 * The result of an outgoing request: 4xx and 5xx are errors for the one who asked. Calling a request off is none.
 *
 * Source: semantic conventions 1.45, HTTP spans, «Status».
 */
export function httpClientResult(statusCode: number | undefined, error: unknown): Result {
  const facts: Record<string, string | number> = {};
  if (statusCode !== undefined) facts[ATTR_HTTP_RESPONSE_STATUS_CODE] = statusCode;
  const calledOff = (error as { name?: unknown } | null | undefined)?.name === 'AbortError';
  const failed = !calledOff && (error !== undefined || (statusCode !== undefined && statusCode >= 400));
  if (!failed) return { failed, facts };
  facts[ATTR_ERROR_TYPE] = error === undefined ? String(statusCode) : errorType(error);
  return { failed, error, facts };
}

export const HTTP_CLIENT_METRICS: MetricFamily = {
  kind: 'http.client',
  labels: {
    method: { attribute: ATTR_HTTP_REQUEST_METHOD, otherwise: '_OTHER' },
    server: { attribute: ATTR_SERVER_ADDRESS, otherwise: 'unknown' },
  },
  resultLabels: { status_code: statusCodeLabel },
  counters: [],
  duration: {
    name: 'http_client_request_duration_seconds',
    help: 'Duration of outgoing HTTP requests in seconds',
    buckets: DURATION_BUCKETS,
  },
  semconv: {
    duration: METRIC_HTTP_CLIENT_REQUEST_DURATION,
    results: { status_code: { attribute: ATTR_HTTP_RESPONSE_STATUS_CODE, value: numericStatus } },
  },
};

/** The log event of a finished outgoing request. */
export function httpClientEvent({ labels, attributes }: Operation, outcome: Outcome): LogEvent {
  const status = fact(outcome, ATTR_HTTP_RESPONSE_STATUS_CODE);
  return {
    level: outcome.failed ? 'error' : 'info',
    message: `${labels[ATTR_HTTP_REQUEST_METHOD]} ${labels[ATTR_SERVER_ADDRESS]} ${status ?? 'without response'}`,
    fields: {
      event: 'http_client_request',
      method: labels[ATTR_HTTP_REQUEST_METHOD],
      url: attributes[ATTR_URL_FULL],
      status_code: status,
      duration_ms: outcome.durationMs,
    },
    error: outcome.error,
  };
}

/** Empty where there was no response. */
function statusCodeLabel(outcome: Outcome): string {
  const status = fact(outcome, ATTR_HTTP_RESPONSE_STATUS_CODE);
  return status === undefined ? '' : String(status);
}

function withoutQueryValues(path: string): string {
  const query = path.indexOf('?');
  return query < 0 ? path : path.slice(0, query) + path.slice(query).replaceAll(/=[^&]*/g, '=REDACTED');
}
