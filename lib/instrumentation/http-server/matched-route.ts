import { raw } from '../../http-adapter/raw.js';

interface ExpressRequest {
  readonly baseUrl?: string;
  readonly route?: { readonly path?: unknown };
}

interface FastifyRequest {
  readonly is404?: boolean;
  readonly routeOptions?: { readonly url?: string };
}

/** Patterns that fit every path: a route says nothing about a request that only they match. */
const EVERYTHING = /^\/?\{?\/?\*[^/]*\}?$/;

/**
 * The pattern of the route that the framework itself has matched; undefined where it has none. It is for requests that
 * no route of Nest has handled: routes that are registered on the adapter, and bodies that Fastify refuses.
 *
 * Below a mounted router Express knows what was asked for and not the pattern, which would make names without bound.
 */
export function matchedRoute(request: unknown): string | undefined {
  const { is404, routeOptions } = request as FastifyRequest;
  const { baseUrl, route } = raw<ExpressRequest>(request);
  const pattern = is404 === true ? undefined : (routeOptions?.url ?? (baseUrl ? undefined : route?.path));
  return typeof pattern === 'string' && pattern !== '' && !EVERYTHING.test(pattern) ? pattern : undefined;
}
