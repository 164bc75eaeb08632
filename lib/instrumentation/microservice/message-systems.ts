/** `messaging.system.name` by Nest's number of the transport. */
const SYSTEMS: readonly (string | undefined)[] = ['tcp', 'redis', 'nats', 'mqtt', undefined, 'rabbitmq', 'kafka'];

/** Nest's number of gRPC, whose calls are no messages. */
export const GRPC_TRANSPORT = 4;

/** The name of a transport of Nest's, or of one's own. */
export function messageSystem(transportId: unknown): string {
  if (typeof transportId === 'number') return SYSTEMS[transportId] ?? 'custom';
  return (typeof transportId === 'symbol' ? transportId.description : undefined) ?? 'custom';
}
