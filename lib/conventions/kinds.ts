import { BUSINESS } from './business/business.kind.js';
import { CACHE } from './cache/cache.kind.js';
import type { CallKind } from './call-kind.js';
import { DATABASE } from './database/database.kind.js';
import { FUNCTION } from './function/function.kind.js';
import { HTTP_CLIENT } from './http-client/http-client.kind.js';
import { HTTP_SERVER } from './http-server/http-server.kind.js';
import { MEASUREMENT } from './measurement/measurement.kind.js';
import { MESSAGING_PROCESS, MESSAGING_SEND } from './messaging/messaging.kind.js';
import { RPC_CLIENT } from './rpc/rpc-client.kind.js';
import { RPC_SERVER } from './rpc/rpc-server.kind.js';

/** All kinds of calls. Every other list of kinds derives from this list. */
export const KINDS = [
  HTTP_SERVER,
  HTTP_CLIENT,
  RPC_SERVER,
  RPC_CLIENT,
  DATABASE,
  CACHE,
  BUSINESS,
  MESSAGING_SEND,
  MESSAGING_PROCESS,
  FUNCTION,
  MEASUREMENT,
] as const satisfies readonly CallKind[];

export type KnownKind = (typeof KINDS)[number];
export type OperationKind = KnownKind['kind'];
