import { ATTR_SERVER_ADDRESS, ATTR_SERVER_PORT } from '@opentelemetry/semantic-conventions';
import type { Operation } from '../../observation/index.js';
import { otherRpcOperation, rpcOperation } from './rpc.js';
import { RPC_CLIENT } from './rpc-client.kind.js';
import { RPC_SERVER } from './rpc-server.kind.js';

const GRPC = 'grpc';

/** By their codes. Source: gRPC, `doc/statuscodes.md`. */
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

/** The name of a status; what is no status counts as `UNKNOWN`, as it does for gRPC's clients. */
export function grpcStatus(code: unknown): GrpcStatus {
  return STATUS_NAMES[Number(code)] ?? 'UNKNOWN';
}

/** Calls of one method that this process serves. Keep it while there are such calls: metrics know it by its labels. */
export function grpcServerOperation(path: string): Operation {
  return rpcOperation(RPC_SERVER.kind, procedure(path));
}

/** Calls of methods that nobody serves here: strangers choose their names, and so the name is no label. */
export function unservedGrpcOperation(): Operation {
  return otherRpcOperation(RPC_SERVER.kind, GRPC);
}

/** Calls of one method of one server. Keep it while there are such calls. */
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
 * The server that a channel's target names, such as `dns:orders:50051`, `dns://resolver/orders:50051`, `[::1]:50051` or
 * `unix:/run/orders.sock`.
 */
export function grpcTarget(target: string): GrpcAddress {
  const [, scheme, rest = target] = /^(dns|ipv4|ipv6|unix|unix-abstract):(.*)$/.exec(target) ?? [];
  const path = rest.replace(/^\/\/[^/]*\//, scheme?.startsWith('unix') ? '/' : '');
  return scheme?.startsWith('unix') ? { address: path } : hostAndPort(path);
}

/** `127.0.0.1:50051`, `[::1]:50051`, `::1:50051`: what follows the last colon is the port. */
export function hostAndPort(text: string): GrpcAddress {
  const [, host, port] = /^(.*):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined) return { address: text };
  return { address: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}

/** `/shop.Orders/Find` is `Find` of `shop.Orders`. */
function procedure(path: string): { system: string; service: string; method: string } {
  const slash = path.lastIndexOf('/');
  return { system: GRPC, service: path.slice(1, Math.max(1, slash)), method: path.slice(slash + 1) };
}
