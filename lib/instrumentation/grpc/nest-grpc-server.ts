import { GRPC_TRANSPORT } from '../microservice/message-systems.js';
import { own, type Telemetry } from '../../observation/index.js';

/** Nest's `ServerGrpc`, as far as it is used. */
export interface NestGrpcServer {
  createClient?(): Promise<object>;
}

export function isNestGrpcServer(target: unknown): target is NestGrpcServer {
  const { transportId } = Object(target) as { transportId?: unknown };
  return transportId === GRPC_TRANSPORT;
}

/**
 * Notes that the server which Nest is going to start belongs to this application: there may be several in a process.
 * Returns whether that was possible.
 */
export function ownNestGrpcServer(target: NestGrpcServer, telemetry: Telemetry): boolean {
  const create = target.createClient;
  if (typeof create !== 'function') return false;
  target.createClient = async function () {
    const server = await create.call(this);
    own(server, telemetry);
    return server;
  };
  return true;
}
