import type { Given, Resolved } from './description.js';
import { hostPattern, proxies } from './checks/addresses.js';
import { callback } from './checks/instances.js';
import { listOf } from './checks/lists.js';
import { pathPattern } from './checks/paths.js';
import { boolean, wholeNumber } from './checks/scalars.js';
import { group, option, optional } from './option.js';

const SHAPE = {
  /**
   * Which proxies may name the client in `X-Forwarded-For` or `X-Real-IP`: all, a number of hops, or addresses and
   * subnets (`loopback`, `10.0.0.0/8`). Default false: the address of the socket.
   */
  trustProxy: option(proxies(), false),
  /** Lowest response status that is an error; 400 makes the client's mistakes errors too. Default 500. */
  errorStatusFrom: option(wholeNumber(400, 600, 'It is the lowest HTTP status that counts as an error.'), 500),
  /**
   * Paths that are not observed at all, and start no trace. A trailing `*` matches what follows; case and a trailing
   * slash make no difference. The endpoints for metrics and log levels always are among them.
   */
  ignorePaths: option(listOf(pathPattern()), []),
  /**
   * Makes what is recorded from a path, without its query, or from the template of a route: for paths that hold
   * what identifies a person, or secrets. Default: nothing is rewritten.
   */
  path: optional(callback<(path: string) => string>('It rewrites paths.')),
  /** Observe outgoing requests: `fetch`, undici, `node:http`, and so Axios. Default true. */
  outgoing: option(boolean(), true),
  /** Hosts that never get trace context: `api.example.com`, `*.example.com`, an IP address, one of them with a port. */
  noPropagationTo: option(listOf(hostPattern()), []),
  /** Write the trace context into responses, for debugging. Default false. */
  traceResponse: option(boolean(), false),
};

export interface HttpOptions extends Given<typeof SHAPE> {}
export interface ResolvedHttp extends Resolved<typeof SHAPE> {}
export const HTTP = group<typeof SHAPE, HttpOptions>(SHAPE);
