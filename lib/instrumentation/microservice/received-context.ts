/** What is received of a message, as the context of a handler has it. */
const CONTEXTS: Readonly<Record<string, (received: readonly unknown[]) => object>> = {
  nats: ([, message]) => ({ getHeaders: () => (message as { readonly headers?: object } | undefined)?.headers }),
  mqtt: ([, , , packet]) => ({ getPacket: () => packet ?? {} }),
  rabbitmq: ([message]) => ({ getMessage: () => message ?? {} }),
};

/** For a message with headers that no handler expects: Nest then makes no context. */
export function receivedContext(system: string, received: readonly unknown[]): object | undefined {
  return CONTEXTS[system]?.(received);
}

/** True if such messages can arrive over a transport. */
export function hasReceivedContext(system: string): boolean {
  return Object.hasOwn(CONTEXTS, system);
}
