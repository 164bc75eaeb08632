/** The server name that a client requested. */
export interface ServerAddress {
  readonly address: string;
  readonly port: number | undefined;
}

/** A name or an address, with a port. A client can send any text in the header. */
const HOST = /^(\[[\da-f:.]{2,45}\]|[\w.-]{1,253})(?::(\d{1,5}))?$/i;

/** Parses a `Host` header: `example.com:8080`, `[::1]:8080`, `example.com`. Undefined if it names no host. */
export function serverAddress(host: string): ServerAddress | undefined {
  const [, address, port] = HOST.exec(host) ?? [];
  return address === undefined ? undefined : { address, port: Number(port) || undefined };
}
