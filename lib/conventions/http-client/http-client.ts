import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_METHOD_ORIGINAL,
  ATTR_HTTP_REQUEST_RESEND_COUNT,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
} from '@opentelemetry/semantic-conventions';
import type { Labels, Operation, Result } from '../../observation/index.js';
import { knownMethod, methodInName } from '../http/http-methods.js';
import { clientErrorType, failureOfCalledOff, isTimeout, saysCalledOff } from './called-off.js';
import { HTTP_CLIENT } from './http-client.kind.js';

/** Name and labels of all requests with one method to one server. Reuse the object for such requests. */
export interface HttpTarget {
  readonly method: string;
  readonly origin: URL;
  readonly address: string;
  readonly port: number;
  readonly labels: Labels;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

export function httpTarget(method: string, origin: URL): HttpTarget {
  const address = origin.hostname;
  const port = Number(origin.port) || (DEFAULT_PORTS[origin.protocol] ?? 0);
  return {
    method,
    origin,
    address,
    port,
    labels: {
      [ATTR_HTTP_REQUEST_METHOD]: knownMethod(method),
      [ATTR_SERVER_ADDRESS]: address,
      [ATTR_SERVER_PORT]: port,
    },
  };
}

/**
 * An outgoing request. The names in the URL's query are recorded, and their values are not. Credentials are never
 * recorded.
 *
 * Source: semantic conventions 1.45, HTTP client spans.
 */
export function httpClientOperation(
  { method, origin, labels }: HttpTarget,
  path: string,
  resendCount = 0,
): Operation<typeof HTTP_CLIENT.kind> {
  const attributes: Record<string, string | number> = { [ATTR_URL_FULL]: origin.origin + withoutQueryValues(path) };
  if (knownMethod(method) !== method) attributes[ATTR_HTTP_REQUEST_METHOD_ORIGINAL] = method;
  if (resendCount > 0) attributes[ATTR_HTTP_REQUEST_RESEND_COUNT] = resendCount;
  return { kind: HTTP_CLIENT.kind, name: methodInName(method), labels, attributes };
}

/** How its caller left a request, where the error does not say it. */
export type LeftBy = 'choice' | 'timeout';

/**
 * The result of an outgoing request: 4xx and 5xx are errors for the one who asked. A request that its caller called off
 * is no error, unless it did so because time ran out.
 *
 * Source: semantic conventions 1.45, HTTP spans, «Status».
 */
export function httpClientResult(statusCode: number | undefined, error: unknown, left?: LeftBy): Result {
  const facts: Record<string, string | number> = {};
  if (statusCode !== undefined) facts[ATTR_HTTP_RESPONSE_STATUS_CODE] = statusCode;
  const failure = failureOf(error, left);
  if (failure === undefined && (statusCode === undefined || statusCode < 400)) return { failed: false, facts };
  facts[ATTR_ERROR_TYPE] = failure ?? String(statusCode);
  const result = { failed: true, expected: false, facts };
  return failure === undefined ? result : { ...result, error };
}

function failureOf(error: unknown, left: LeftBy | undefined): string | undefined {
  if (error === undefined) return undefined;
  if (left === 'timeout') return 'timeout';
  const failure = saysCalledOff(error) ? failureOfCalledOff(error) : error;
  if (failure === undefined || (left === 'choice' && !isTimeout(failure))) return undefined;
  return clientErrorType(failure);
}

function withoutQueryValues(path: string): string {
  const query = path.indexOf('?');
  return query < 0 ? path : path.slice(0, query) + path.slice(query).replaceAll(/=[^&]*/g, '=REDACTED');
}
