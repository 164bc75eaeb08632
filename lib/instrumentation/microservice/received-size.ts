import { types } from 'node:util';

/** Where a transport's server has a message's body, among what it is given when the message comes. */
const BODIES: Readonly<Record<string, (received: readonly unknown[]) => unknown>> = {
  redis: ([, body]) => body,
  nats: ([, message]) => (message as { readonly data?: unknown } | undefined)?.data,
  kafka: ([payload]) => (payload as { readonly message?: { readonly value?: unknown } } | undefined)?.message?.value,
};

/**
 * Bytes of a body that only the server sees as it came: handlers get it parsed. RabbitMQ and MQTT hand it on to them,
 * and over TCP only the socket has it.
 */
export function receivedSize(system: string, received: readonly unknown[]): number | undefined {
  const body = BODIES[system]?.(received);
  if (typeof body === 'string') return Buffer.byteLength(body);
  return types.isUint8Array(body) ? body.byteLength : undefined;
}

/** Whether messages of a transport have a body that only the server sees. */
export function hasReceivedSize(system: string): boolean {
  return Object.hasOwn(BODIES, system);
}
