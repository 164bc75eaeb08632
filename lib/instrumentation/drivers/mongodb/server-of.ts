import { RecentValues } from '../../../life-cycle/recent-values.js';

interface Server {
  readonly address: string;
  readonly port: number | undefined;
}

const servers = new RecentValues<Server>();

/** Host and port of a connection's address; the path of a socket has no port. */
export function serverOf(address: string): Server {
  return servers.of(address, () => {
    const [, host = address, port] = /^\[?(.*?)\]?:(\d+)$/.exec(address) ?? [];
    return { address: host, port: port === undefined ? undefined : Number(port) };
  });
}
