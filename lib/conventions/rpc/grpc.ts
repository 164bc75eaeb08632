import { ATTR_SERVER_ADDRESS, ATTR_SERVER_PORT } from '@opentelemetry/semantic-conventions';
import type { Operation } from '../../observation/index.js';
import { otherRpcOperation, rpcOperation } from './rpc.js';
import { RPC_CLIENT } from './rpc-client.kind.js';
import { RPC_SERVER } from './rpc-server.kind.js';

const GRPC = 'grpc';

/** Status names by code. Source: gRPC, `doc/statuscodes.md`. */
const STATUS_NAMES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;

export type GrpcStatus = (typeof STATUS_NAMES)[number];

/** The name of a status. An invalid status counts as `UNKNOWN`, as in gRPC clients. */
export function grpcStatus(code: unknown): GrpcStatus {
  return STATUS_NAMES[Number(code)] ?? 'UNKNOWN';
}

/** Calls of one method that this process serves. Reuse the object: metrics identify the method by its labels. */
export function grpcServerOperation(path: string): Operation {
  return rpcOperation(RPC_SERVER.kind, procedure(path));
}

/** Calls of methods that this process does not serve. Clients choose such names, so the name is not a label. */
export function unservedGrpcOperation(): Operation {
  return otherRpcOperation(RPC_SERVER.kind, GRPC);
}

/** Calls of one method of one server. Reuse the object for such calls. */
export function grpcClientOperation(path: string, server: GrpcAddress): Operation {
  const operation = rpcOperation(RPC_CLIENT.kind, procedure(path));
  return {
    ...operation,
    labels: {
      ...operation.labels,
      [ATTR_SERVER_ADDRESS]: server.address,
      ...(server.port === undefined ? {} : { [ATTR_SERVER_PORT]: server.port }),
    },
  };
}

export interface GrpcAddress {
  readonly address: string;
  readonly port?: number;
}

/**
 * The server in a channel's target, such as `dns:orders:50051`, `dns://resolver/orders:50051`, `[::1]:50051` or
 * `unix:/run/orders.sock`.
 */
export function grpcTarget(target: string): GrpcAddress {
  const [, scheme, rest = target] = /^(dns|ipv4|ipv6|unix|unix-abstract):(.*)$/.exec(target) ?? [];
  const path = rest.replace(/^\/\/[^/]*\//, scheme?.startsWith('unix') ? '/' : '');
  return scheme?.startsWith('unix') ? { address: path } : hostAndPort(path);
}

/** `127.0.0.1:50051`, `[::1]:50051`, `::1:50051`: the port follows the last colon. */
export function hostAndPort(text: string): GrpcAddress {
  const [, host, port] = /^(.*):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined) return { address: text };
  return { address: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}

/** Splits `/shop.Orders/Find` into the service `shop.Orders` and the method `Find`. */
function procedure(path: string): { system: string; service: string; method: string } {
  const slash = path.lastIndexOf('/');
  return { system: GRPC, service: path.slice(1, Math.max(1, slash)), method: path.slice(slash + 1) };
}
