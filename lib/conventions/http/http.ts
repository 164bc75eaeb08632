import {
  ATTR_CLIENT_ADDRESS,
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_METHOD_ORIGINAL,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_NETWORK_PROTOCOL_VERSION,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_PATH,
  ATTR_URL_SCHEME,
  ATTR_USER_AGENT_ORIGINAL,
  METRIC_HTTP_SERVER_REQUEST_DURATION,
} from '@opentelemetry/semantic-conventions';
import type { Labels, Operation, Outcome, Result } from '../../observation/index.js';
import { ATTR_HTTP_REQUEST_ABORTED, ATTR_HTTP_RESPONSE_BODY_SIZE } from '../attributes.js';
import { errorType } from '../error-type.js';
import { numericStatus } from './http-status.js';
import { knownMethod, methodInName } from './http-methods.js';
import type { LogEvent } from '../logs/log-event.js';
import { DURATION_BUCKETS, fact, type MetricFamily, SIZE_BUCKETS } from '../metrics/metric-family.js';

/** What is known of an HTTP request when it arrives. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query, as the request line has them. */
  readonly target: string;
  readonly scheme: string;
  /** The `Host` header. */
  readonly host: string | undefined;
  readonly clientAddress: string | undefined;
  readonly userAgent: string | undefined;
  readonly protocolVersion: string;
}

/** What is known of an HTTP response when it is over. */
export interface HttpResponse {
  /** Undefined when the client left before there was one. */
  readonly statusCode: number | undefined;
  readonly bodySizeBytes: number;
  /** The client went away before the response was complete. */
  readonly aborted: boolean;
  readonly error: unknown;
  /** The lowest status code that counts as an error. */
  readonly errorStatusFrom: number;
}

/** Where a router has no template to offer, all paths share one value. */
export const UNMATCHED_ROUTE = 'unmatched';

/**
 * A request whose route is not known yet: `GET`, or `HTTP` for a method outside the known set.
 *
 * Source: semantic conventions 1.45, HTTP server spans. The query is left out: its values may be secret.
 */
export function httpServerOperation(request: HttpRequest): Operation {
  const { method, target, host } = request;
  const unrouted = unroutedOperation(method);
  const query = target.indexOf('?');
  const attributes: Record<string, string | number> = {
    [ATTR_URL_PATH]: query < 0 ? target : target.slice(0, query),
    [ATTR_URL_SCHEME]: request.scheme,
    [ATTR_NETWORK_PROTOCOL_VERSION]: request.protocolVersion,
  };
  if (request.clientAddress !== undefined) attributes[ATTR_CLIENT_ADDRESS] = request.clientAddress;
  if (request.userAgent !== undefined) attributes[ATTR_USER_AGENT_ORIGINAL] = request.userAgent;
  if (host !== undefined) addServerAddress(attributes, host);
  if (knownMethod(method) !== method) attributes[ATTR_HTTP_REQUEST_METHOD_ORIGINAL] = method;
  return { kind: 'http.server', name: unrouted.name, labels: unrouted.labels, attributes };
}

/** A request's name and labels once its route is known. Keep it: it is the same for every request of that route. */
export interface HttpRoute {
  readonly name: string;
  readonly labels: Labels;
}

export function httpRoute(method: string, template: string): HttpRoute {
  return {
    name: `${methodInName(method)} ${template}`,
    labels: { [ATTR_HTTP_REQUEST_METHOD]: knownMethod(method), [ATTR_HTTP_ROUTE]: template },
  };
}

/**
 * The result of a request. The server's own failures are errors, the client's are not; a client that leaves is none.
 *
 * Source: semantic conventions 1.45, HTTP spans, «Status».
 */
export function httpServerResult(response: HttpResponse): Result {
  const { statusCode, aborted, error } = response;
  const facts: Record<string, string | number | boolean> = {
    [ATTR_HTTP_RESPONSE_BODY_SIZE]: response.bodySizeBytes,
  };
  if (statusCode !== undefined) facts[ATTR_HTTP_RESPONSE_STATUS_CODE] = statusCode;
  if (aborted) facts[ATTR_HTTP_REQUEST_ABORTED] = true;
  const failed = statusCode !== undefined && statusCode >= response.errorStatusFrom;
  if (!failed) return { failed, facts };
  facts[ATTR_ERROR_TYPE] = error === undefined ? String(statusCode) : errorType(error);
  return { failed, error, facts };
}

export const HTTP_SERVER_METRICS: MetricFamily = {
  kind: 'http.server',
  labels: {
    method: { attribute: ATTR_HTTP_REQUEST_METHOD, otherwise: '_OTHER' },
    endpoint: { attribute: ATTR_HTTP_ROUTE, otherwise: UNMATCHED_ROUTE },
  },
  resultLabels: { status_code: statusCodeLabel },
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
  inFlight: { name: 'http_requests_in_flight', help: 'Number of HTTP requests currently in flight' },
  semconv: {
    duration: METRIC_HTTP_SERVER_REQUEST_DURATION,
    size: 'http.server.response.body.size',
    inFlight: 'http.server.active_requests',
    results: { status_code: { attribute: ATTR_HTTP_RESPONSE_STATUS_CODE, value: numericStatus } },
  },
};

/** The log event of a finished request. */
export function httpRequestEvent(operation: Operation, outcome: Outcome): LogEvent {
  const { labels, attributes } = operation;
  const status = statusCodeLabel(outcome);
  return {
    level: outcome.failed ? 'error' : 'info',
    message: `${operation.name} ${status}`,
    fields: {
      event: 'http_request',
      method: labels[ATTR_HTTP_REQUEST_METHOD],
      url: attributes[ATTR_URL_PATH],
      route: labels[ATTR_HTTP_ROUTE],
      status_code: Number(status),
      duration_ms: outcome.durationMs,
      response_size_bytes: fact(outcome, ATTR_HTTP_RESPONSE_BODY_SIZE),
      client_address: attributes[ATTR_CLIENT_ADDRESS],
      aborted: fact(outcome, ATTR_HTTP_REQUEST_ABORTED),
    },
    error: outcome.error,
  };
}

/** nginx's code for «client closed request» stands where a client left before any response. */
const CLIENT_CLOSED_REQUEST = '499';

function statusCodeLabel(outcome: Outcome): string {
  const status = fact(outcome, ATTR_HTTP_RESPONSE_STATUS_CODE);
  return status === undefined ? CLIENT_CLOSED_REQUEST : String(status);
}

const UNROUTED = new Map<string, HttpRoute>();

function unroutedOperation(method: string): HttpRoute {
  const known = knownMethod(method);
  let unrouted = UNROUTED.get(known);
  if (unrouted === undefined) {
    unrouted = { name: methodInName(method), labels: { [ATTR_HTTP_REQUEST_METHOD]: known } };
    UNROUTED.set(known, unrouted);
  }
  return unrouted;
}

/** A server is asked for by the same name again and again. */
let lastHost: { readonly text: string; readonly address: string; readonly port: number | undefined } | undefined;

function addServerAddress(attributes: Record<string, string | number>, host: string): void {
  if (lastHost?.text !== host) lastHost = parseHost(host);
  attributes[ATTR_SERVER_ADDRESS] = lastHost.address;
  if (lastHost.port !== undefined) attributes[ATTR_SERVER_PORT] = lastHost.port;
}

// "example.com:8080", "[::1]:8080", "example.com"
function parseHost(text: string): NonNullable<typeof lastHost> {
  const colon = text.lastIndexOf(':');
  if (colon <= text.lastIndexOf(']')) return { text, address: text, port: undefined };
  const port = Number(text.slice(colon + 1));
  return { text, address: text.slice(0, colon), port: Number.isInteger(port) && port > 0 ? port : undefined };
}
