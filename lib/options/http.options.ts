import type { Given, Resolved } from './description.js';
import { hostPattern, proxies } from './checks/addresses.js';
import { listOf } from './checks/lists.js';
import { pathPattern } from './checks/paths.js';
import { boolean, wholeNumber } from './checks/scalars.js';
import { group, option } from './option.js';

const SHAPE = {
  /**
   * Which proxies may name the client in `X-Forwarded-For` or `X-Real-IP`: all, a number of hops, or addresses and
   * subnets (`loopback`, `10.0.0.0/8`). Default false: the address of the socket.
   */
  trustProxy: option(proxies(), false),
  /** Lowest response status that is an error; 400 makes the client's mistakes errors too. Default 500. */
  errorStatusFrom: option(wholeNumber(400, 600, 'It is the lowest HTTP status that counts as an error.'), 500),
  /** Paths that are not observed at all. A trailing `*` matches what follows. The metrics endpoint always is one. */
  ignorePaths: option(listOf(pathPattern()), []),
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
