import type { Given, Resolved } from './description.js';
import { hostPattern, proxies } from './checks/addresses.js';
import { callback } from './checks/instances.js';
import { listOf } from './checks/lists.js';
import { pathPattern } from './checks/paths.js';
import { boolean, wholeNumber } from './checks/scalars.js';
import { group, option, optional } from './option.js';

const SHAPE = {
  /**
   * The proxies that may name the client in `X-Forwarded-For` or `X-Real-IP`: all, a number of hops, or addresses and
   * subnets (`loopback`, `10.0.0.0/8`). Default false: the client address is that of the socket.
   */
  trustProxy: option(proxies(), false),
  /** Lowest response status that counts as an error. With 400, client errors (4xx) count too. Default 500. */
  errorStatusFrom: option(wholeNumber(400, 600, 'It is the lowest HTTP status that counts as an error.'), 500),
  /**
   * Paths without telemetry: they start no trace, and have no metrics and no request line. A trailing `*` matches any rest
   * of the path. Case and a trailing slash make no difference. The endpoints for metrics and log levels are always
   * ignored.
   */
  ignorePaths: option(listOf(pathPattern()), []),
  /**
   * Rewrites a path (without its query) or a route template before it is recorded. Use it for paths with personal data
   * or secrets. Default: paths are not rewritten.
   */
  path: optional(callback<(path: string) => string>('It rewrites paths.')),
  /** Observes outgoing requests: `fetch`, undici, `node:http`, and so Axios. Default true. */
  outgoing: option(boolean(), true),
  /**
   * Hosts that never receive trace context: `api.example.com`, `*.example.com`, an IP address, each with an optional
   * port.
   */
  noPropagationTo: option(listOf(hostPattern()), []),
  /** Writes the trace context into responses, for debugging. Default false. */
  traceResponse: option(boolean(), false),
};

export interface HttpOptions extends Given<typeof SHAPE> {}
export interface ResolvedHttp extends Resolved<typeof SHAPE> {}
export const HTTP = group<typeof SHAPE, HttpOptions>(SHAPE);
