interface Server {
  readonly address: string;
  readonly port: number | undefined;
}

const MAX_KEPT = 1_000;
const servers = new Map<string, Server>();

/** Host and port of a connection's address; the path of a socket has no port. */
export function serverOf(address: string): Server {
  let server = servers.get(address);
  if (server === undefined) {
    const [, host = address, port] = /^\[?(.*?)\]?:(\d+)$/.exec(address) ?? [];
    server = { address: host, port: port === undefined ? undefined : Number(port) };
    if (servers.size >= MAX_KEPT) servers.clear();
    servers.set(address, server);
  }
  return server;
}
