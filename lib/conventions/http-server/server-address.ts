/** The server that a client asked for. */
export interface ServerAddress {
  readonly address: string;
  readonly port: number | undefined;
}

/** Reads a `Host` header: `example.com:8080`, `[::1]:8080`, `example.com`. */
export function serverAddress(host: string): ServerAddress {
  const colon = host.lastIndexOf(':');
  if (colon <= host.lastIndexOf(']')) return { address: host, port: undefined };
  const port = Number(host.slice(colon + 1));
  return { address: host.slice(0, colon), port: Number.isInteger(port) && port > 0 ? port : undefined };
}
