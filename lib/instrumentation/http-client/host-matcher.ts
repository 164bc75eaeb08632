/** Of a pattern: an exact host or a domain (`.example.com`), and the port if only that one is meant. */
interface HostPattern {
  readonly host: string;
  readonly isDomain: boolean;
  readonly port: string;
}

/** Whether the patterns match a server. */
export type HostMatcher = (host: string, port: number | undefined) => boolean;

/**
 * Tells whether a server is one of `patterns`: exact names and addresses, or `*.example.com` for every name below a
 * domain; with a port, that port alone.
 */
export function hostMatcher(patterns: readonly string[]): HostMatcher {
  const read = patterns.map(hostPattern);
  if (read.length === 0) return () => false;
  return (host, port) => {
    const asked = plainHost(host);
    return read.some(
      (pattern) =>
        (pattern.port === '' || pattern.port === String(port)) &&
        (pattern.isDomain ? asked.endsWith(pattern.host) : asked === pattern.host),
    );
  };
}

function hostPattern(pattern: string): HostPattern {
  const [, host = pattern, port = ''] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(pattern) ?? [];
  const isDomain = host.startsWith('*.');
  return { host: isDomain ? plainHost(host.slice(1)) : plainHost(host), isDomain, port };
}

/** In lower case, without the dot of the root and the brackets of IPv6. */
function plainHost(host: string): string {
  return host.toLowerCase().replaceAll(/^\[|\]$|\.$/g, '');
}
