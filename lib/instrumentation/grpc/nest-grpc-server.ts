import { GRPC_TRANSPORT } from '../microservice/message-systems.js';
import { own, type Telemetry } from '../../observation/index.js';

/** Nest's `ServerGrpc`, as far as it is used. */
export interface NestGrpcServer {
  createClient(): Promise<object>;
}

export function isNestGrpcServer(target: unknown): target is NestGrpcServer {
  const { transportId, createClient } = Object(target) as { transportId?: unknown; createClient?: unknown };
  return transportId === GRPC_TRANSPORT && typeof createClient === 'function';
}

/** Notes that the server which Nest is going to start belongs to this application: there may be several in a process. */
export function ownNestGrpcServer(target: NestGrpcServer, telemetry: Telemetry): void {
  const create = target.createClient;
  target.createClient = async function () {
    const server = await create.call(this);
    own(server, telemetry);
    return server;
  };
}
