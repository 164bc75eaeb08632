/** Where a request goes, as far as its maker says. */
export interface RequestTarget {
  /** Scheme, host and port of the server that is asked. */
  readonly origin: string;
  /** Those of the proxy that it is asked through, where the request names both. */
  readonly proxy?: string;
  /** Path and query. */
  readonly path: string;
}

const WHOLE_URL = /^https?:\/\//i;

/**
 * Reads where a request goes. A client that asks a proxy sends a whole URL in place of a path; with CONNECT it sends a
 * host, and its headers are for the proxy.
 */
export function requestTarget(connectedTo: string, method: string, path: string): RequestTarget {
  if (path.startsWith('/')) return { origin: connectedTo, path };
  if (WHOLE_URL.test(path) && URL.canParse(path)) {
    const { origin, pathname, search } = new URL(path);
    return { origin, proxy: connectedTo, path: pathname + search };
  }
  return { origin: connectedTo, path: method === 'CONNECT' ? '/' : path };
}

/** Hosts that are no hosts share one name: their requests are seen, and make one series. */
const UNREADABLE = 'http://unknown.invalid';

export function originUrl(origin: string): URL {
  return new URL(URL.canParse(origin) ? origin : UNREADABLE);
}
