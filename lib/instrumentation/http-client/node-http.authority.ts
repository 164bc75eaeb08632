import type { ClientRequest } from 'node:http';

/**
 * Host and port that the request is sent to. Node keeps the port in the `Host` header that it writes itself; where the
 * application has written another, newer versions keep it beside that.
 */
export function authority(request: ClientRequest): string {
  const host = request.host.includes(':')
    ? `[${request.host.replace(/^\[|\]$/g, '').replace(/%.*/, '')}]`
    : request.host;
  const header = request.getHeader('host');
  if (header === host) return host;
  if (typeof header === 'string' && header.startsWith(`${host}:`)) return header;
  const kept = keptAuthority(request);
  return kept?.startsWith(host) ? kept : host;
}

function keptAuthority(request: ClientRequest): string | undefined {
  for (const symbol of Object.getOwnPropertySymbols(request)) {
    if (symbol.description !== 'kAuthority') continue;
    const value: unknown = Reflect.get(request, symbol);
    return typeof value === 'string' ? value : undefined;
  }
  return undefined;
}
