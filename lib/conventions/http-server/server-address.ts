/** The server that a client asked for. */
export interface ServerAddress {
  readonly address: string;
  readonly port: number | undefined;
}

/** A name or an address, and a port. A client can write anything into the header. */
const HOST = /^(\[[\da-f:.]{2,45}\]|[\w.-]{1,253})(?::(\d{1,5}))?$/i;

/** Reads a `Host` header: `example.com:8080`, `[::1]:8080`, `example.com`; undefined where it names no host. */
export function serverAddress(host: string): ServerAddress | undefined {
  const [, address, port] = HOST.exec(host) ?? [];
  return address === undefined ? undefined : { address, port: Number(port) || undefined };
}
