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
} from '@opentelemetry/semantic-conventions';
import type { Labels, Operation, Result } from '../../observation/index.js';
import { ATTR_HTTP_REQUEST_ABORTED, ATTR_HTTP_RESPONSE_BODY_SIZE } from '../attributes.js';
import { errorType } from '../error-type.js';
import { KNOWN_METHODS, knownMethod, methodInName, OTHER_METHOD } from '../http/http-methods.js';
import { HTTP_SERVER } from './http-server.kind.js';
import type { ServerAddress } from './server-address.js';

/** Of the connection to this process: a proxy may have had another one to the client. */
export type HttpScheme = 'http' | 'https';

/** The facts of an HTTP request on arrival. */
export interface HttpRequest {
  readonly method: string;
  /** Undefined if the request could not be parsed. */
  readonly path: string | undefined;
  readonly scheme: HttpScheme;
  /** From the `Host` header. */
  readonly server: ServerAddress | undefined;
  readonly clientAddress: string | undefined;
  readonly userAgent: string | undefined;
  readonly protocolVersion: string | undefined;
}

/** The facts of an HTTP response at its end. */
export interface HttpResponse {
  /** Undefined if the connection closed before a response began. */
  readonly statusCode: number | undefined;
  readonly bodySizeBytes: number;
  /** Complete, aborted by the client, or aborted by this server. */
  readonly how: 'sent' | 'abandoned' | 'failed';
  readonly error: unknown;
  /** The lowest status code that counts as an error. */
  readonly errorStatusFrom: number;
}

/**
 * A request with an unknown route: `GET`, or `HTTP` for a method outside the known set.
 *
 * Source: semantic conventions 1.45, HTTP server spans. The query is left out, because its values may be secret.
 */
export function httpServerOperation(request: HttpRequest): Operation<typeof HTTP_SERVER.kind> {
  const { method, scheme, path, server } = request;
  const known = UNROUTED[scheme];
  const { name, labels } = known.get(knownMethod(method)) ?? httpMethod(OTHER_METHOD, scheme);
  // Required, also for a request that could not be read.
  const attributes: Record<string, string | number> = { [ATTR_URL_PATH]: path ?? '' };
  if (request.protocolVersion !== undefined) attributes[ATTR_NETWORK_PROTOCOL_VERSION] = request.protocolVersion;
  if (request.clientAddress !== undefined) attributes[ATTR_CLIENT_ADDRESS] = request.clientAddress;
  if (request.userAgent !== undefined) attributes[ATTR_USER_AGENT_ORIGINAL] = request.userAgent;
  if (server !== undefined) attributes[ATTR_SERVER_ADDRESS] = server.address;
  if (server?.port !== undefined) attributes[ATTR_SERVER_PORT] = server.port;
  if (knownMethod(method) !== method) attributes[ATTR_HTTP_REQUEST_METHOD_ORIGINAL] = method;
  return { kind: HTTP_SERVER.kind, name, labels, attributes };
}

/** A request's name and labels once its route is known. Reuse the object for all requests of that route. */
export interface HttpRoute {
  readonly name: string;
  readonly labels: Labels;
}

export function httpRoute(method: string, template: string, scheme: HttpScheme = 'http'): HttpRoute {
  return {
    name: `${methodInName(method)} ${template}`,
    labels: {
      [ATTR_HTTP_REQUEST_METHOD]: knownMethod(method),
      [ATTR_HTTP_ROUTE]: template,
      [ATTR_URL_SCHEME]: scheme,
    },
  };
}

/** Source: semantic conventions 1.45, `error.type`: the value for an error without a class. */
const OTHER_ERROR = '_OTHER';

/** Requests with an unknown route, by scheme and method. They share their labels objects. */
const UNROUTED: Readonly<Record<HttpScheme, ReadonlyMap<string, HttpRoute>>> = {
  http: unrouted('http'),
  https: unrouted('https'),
};

function unrouted(scheme: HttpScheme): ReadonlyMap<string, HttpRoute> {
  return new Map([...KNOWN_METHODS, OTHER_METHOD].map((method) => [method, httpMethod(method, scheme)]));
}

function httpMethod(method: string, scheme: HttpScheme): HttpRoute {
  return { name: methodInName(method), labels: { [ATTR_HTTP_REQUEST_METHOD]: method, [ATTR_URL_SCHEME]: scheme } };
}

/**
 * The result of a request. Server failures are errors: a status from `errorStatusFrom` on, or a response that the
 * server aborted. Client errors and disconnects are no errors.
 *
 * Source: semantic conventions 1.45, HTTP spans, «Status».
 */
export function httpServerResult(response: HttpResponse): Result {
  const { statusCode, how, error } = response;
  const facts: Record<string, string | number | boolean> = {
    [ATTR_HTTP_RESPONSE_BODY_SIZE]: response.bodySizeBytes,
  };
  if (statusCode !== undefined) facts[ATTR_HTTP_RESPONSE_STATUS_CODE] = statusCode;
  if (how === 'abandoned') facts[ATTR_HTTP_REQUEST_ABORTED] = true;
  const refused = statusCode !== undefined && statusCode >= response.errorStatusFrom;
  const failed = refused || how === 'failed';
  if (!failed) return { failed, facts };
  if (error !== undefined) facts[ATTR_ERROR_TYPE] = errorType(error);
  else facts[ATTR_ERROR_TYPE] = refused ? String(statusCode) : OTHER_ERROR;
  // The status decides: what was expected, and answered with 500 all the same, is a failure.
  return { failed, expected: false, error, facts };
}
