import type { Agent, ClientRequest } from 'node:http';

/**
 * Host and port that the request is sent to. Node keeps the port in the `Host` header that it writes itself; where the
 * application has written another, newer versions keep it beside that. On older ones only the agent knows it.
 */
export function authority(request: ClientRequest): string {
  const host = request.host.includes(':')
    ? `[${request.host.replace(/^\[|\]$/g, '').replace(/%.*/, '')}]`
    : request.host;
  const header = request.getHeader('host');
  if (header === host) return host;
  if (typeof header === 'string' && header.startsWith(`${host}:`)) return header;
  const kept = keptAuthority(request);
  if (kept?.startsWith(host)) return kept;
  const port = portOfAgent(request);
  return port === undefined ? host : `${host}:${port}`;
}

function keptAuthority(request: ClientRequest): string | undefined {
  for (const symbol of Object.getOwnPropertySymbols(request)) {
    if (symbol.description !== 'kAuthority') continue;
    const value: unknown = Reflect.get(request, symbol);
    return typeof value === 'string' ? value : undefined;
  }
  return undefined;
}

/** The only port at this host that the agent has requests for; they include this one. */
function portOfAgent(request: ClientRequest): string | undefined {
  const { agent } = request as { readonly agent?: Partial<Agent> };
  const before = `${request.host}:`;
  const ports = new Set<string>();
  // A name is host:port:localAddress and more.
  for (const name of Object.keys({ ...agent?.sockets, ...agent?.requests })) {
    const port = name.startsWith(before) ? /^\d+(?=:)/.exec(name.slice(before.length)) : null;
    if (port !== null) ports.add(port[0]);
  }
  return ports.size === 1 ? [...ports][0] : undefined;
}
