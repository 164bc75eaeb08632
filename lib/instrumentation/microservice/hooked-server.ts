import type { Server } from '@nestjs/microservices';
import type { Observable } from 'rxjs';

type StartHook = (transport: unknown, context: object, done: () => Promise<unknown>) => unknown;
type EndHook = (transport: unknown, context: object) => void;

/** A server as it is: its hooks have one slot each, and no method reads them. */
export interface HookedServer {
  /** A number where the transport is one of Nest's. */
  readonly transportId?: unknown;
  /** Kafka's alone. */
  readonly groupId?: string;
  onProcessingStartHook: StartHook;
  onProcessingEndHook?: EndHook;
  getHandlerByPattern: Server['getHandlerByPattern'];
  handleMessage?: (...received: unknown[]) => unknown;
  handleEvent: (pattern: string, packet: unknown, context: object) => Promise<unknown>;
  getHandlers?: Server['getHandlers'];
  deserializer?: { deserialize(...parameters: unknown[]): unknown };
  send?: (replies: Observable<unknown>, respond: unknown) => unknown;
  /** Nest 12 has it, and with it calls the end hook once, when all is over. */
  runWithProcessingHooks?: unknown;
}
