import { context as contextApi } from '@opentelemetry/api';
import { isPromise, sharedSymbol } from '../../observation/index.js';
import type { HookedServer } from './hooked-server.js';
import { hasReceivedContext, receivedContext } from './received-context.js';
import { hasReceivedSize, receivedSize } from './received-size.js';

/** What only the server sees of a message, kept from its arrival until its handling begins. */
export interface Arrival {
  readonly bodySizeBytes: number | undefined;
  metadata: unknown;
  /** What the server received, in the form of a handler's context. Undefined for transports without headers. */
  readonly context: () => object | undefined;
}

const ARRIVAL = sharedSymbol('arrival');
/** Their handlers' contexts have the headers of a message. */
const WITH_HEADERS: ReadonlySet<string> = new Set(['nats', 'mqtt', 'rabbitmq', 'kafka']);

/** The message that arrived in the work in progress, if it has begun with `watchArrivals`. */
export function currentArrival(): Arrival | undefined {
  return contextApi.active().getValue(ARRIVAL) as Arrival | undefined;
}

/** Keeps, for each message of a server, the size of its body and the metadata beside its data. */
export function watchArrivals(server: HookedServer, system: string, guarded: <T>(fn: () => T) => T | undefined): void {
  const { handleMessage } = server;
  if (typeof handleMessage !== 'function') return;
  const hasMetadata = !WITH_HEADERS.has(system) && keepMetadata(server);
  if (!hasMetadata && !hasReceivedSize(system) && !hasReceivedContext(system)) return;
  server.handleMessage = (...received) => {
    const arrival: Arrival = {
      bodySizeBytes: guarded(() => receivedSize(system, received)),
      metadata: undefined,
      context: () => receivedContext(system, received),
    };
    return contextApi.with(contextApi.active().setValue(ARRIVAL, arrival), () => handleMessage.apply(server, received));
  };
}

/**
 * Nest 11 forgets the metadata of a message once its packet is taken apart, and every version does where no handler
 * matches. The deserializer sees all of it. Several servers can share one, so the deserializer itself is not changed.
 */
function keepMetadata(server: HookedServer): boolean {
  const { deserializer } = server;
  if (typeof deserializer?.deserialize !== 'function') return false;
  const deserialize = (...parameters: unknown[]): unknown => {
    const packet = deserializer.deserialize(...parameters);
    const arrival = currentArrival();
    if (arrival === undefined) return packet;
    arrival.metadata = metadataOf(parameters[0]);
    if (arrival.metadata !== undefined) return packet;
    const keep = (made: unknown): unknown => {
      arrival.metadata = metadataOf(made);
      return made;
    };
    return isPromise(packet) ? packet.then(keep) : keep(packet);
  };
  server.deserializer = Object.create(deserializer, { deserialize: { value: deserialize } }) as typeof deserializer;
  return true;
}

/** Senders decide what a packet is: anything that JSON can say. */
function metadataOf(packet: unknown): unknown {
  return typeof packet === 'object' && packet !== null ? (packet as { metadata?: unknown }).metadata : undefined;
}
