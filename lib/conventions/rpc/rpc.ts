import {
  ATTR_ERROR_TYPE,
  ATTR_RPC_METHOD,
  ATTR_RPC_STATUS_CODE,
  ATTR_RPC_SYSTEM_NAME,
} from '@opentelemetry/semantic-conventions';
import type { Operation, Result } from '../../observation/index.js';
import { ATTR_RPC_REQUEST_SIZE, ATTR_RPC_RESPONSE_SIZE } from '../attributes.js';
import type { RPC_CLIENT } from './rpc-client.kind.js';
import { UNKNOWN_METHOD } from './rpc-metrics.js';
import type { RPC_SERVER } from './rpc-server.kind.js';

export type RpcKind = typeof RPC_SERVER.kind | typeof RPC_CLIENT.kind;

export interface RpcCall {
  /** The `rpc.system.name` of semantic conventions, such as `grpc`. */
  readonly system: string;
  /** The service with its package, such as `shop.Orders`. */
  readonly service: string;
  readonly method: string;
}

/**
 * A remote procedure call of a client or a server. Reuse the object for all calls with this description.
 *
 * Source: semantic conventions 1.45, RPC spans: the name is `rpc.method`, `{package}.{service}/{method}`.
 */
export function rpcOperation(kind: RpcKind, { system, service, method }: RpcCall): Operation<RpcKind> {
  const name = `${service}/${method}`;
  return { kind, name, labels: { [ATTR_RPC_SYSTEM_NAME]: system, [ATTR_RPC_METHOD]: name }, attributes: {} };
}

/**
 * Calls of an unknown method, as `_OTHER`, so that clients cannot create series.
 *
 * Source: semantic conventions 1.45, RPC spans, «Name»: without a known method, the name is that of the system.
 */
export function otherRpcOperation(kind: RpcKind, system: string): Operation<RpcKind> {
  const labels = { [ATTR_RPC_SYSTEM_NAME]: system, [ATTR_RPC_METHOD]: UNKNOWN_METHOD };
  return { kind, name: system, labels, attributes: {} };
}

/** The facts of a call's end, besides its status. */
export interface RpcEnd {
  readonly error?: unknown;
  /** This side has called it off. The server's shutdown has the same status, `CANCELLED`. */
  readonly isCalledOff?: boolean;
  readonly requestSizeBytes?: number | undefined;
  readonly responseSizeBytes?: number | undefined;
}

/**
 * The result of a call that was made, with a status such as `OK` or `NOT_FOUND`. A status that blames the caller is an
 * expected failure: the server has done what it should.
 *
 * Source: semantic conventions 1.45, gRPC, client span. There, every status but `OK` is an error.
 */
export function rpcResult(status: string, end: RpcEnd = {}): Result {
  return result(status, status !== 'OK', end);
}

/**
 * The result of a server call. Errors and cancellations by the client are no server errors.
 *
 * Source: semantic conventions 1.45, gRPC, server span.
 */
export function rpcServerResult(status: string, end: RpcEnd = {}): Result {
  return result(status, SERVER_ERRORS.has(status), end);
}

const SERVER_ERRORS: ReadonlySet<string> = new Set([
  'UNKNOWN',
  'DEADLINE_EXCEEDED',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
]);

function result(
  status: string,
  failed: boolean,
  { error, isCalledOff, requestSizeBytes, responseSizeBytes }: RpcEnd,
): Result {
  const facts: Record<string, string | number> = { [ATTR_RPC_STATUS_CODE]: status };
  if (requestSizeBytes !== undefined) facts[ATTR_RPC_REQUEST_SIZE] = requestSizeBytes;
  if (responseSizeBytes !== undefined) facts[ATTR_RPC_RESPONSE_SIZE] = responseSizeBytes;
  if (!failed) return { failed, facts };
  facts[ATTR_ERROR_TYPE] = status;
  return { failed, expected: status === 'CANCELLED' ? isCalledOff === true : !SERVER_ERRORS.has(status), error, facts };
}
