import type { HttpServer } from '@nestjs/common';
import { withinRequest } from './request-context.js';

type Handler = (this: unknown, ...parameters: unknown[]) => unknown;
type Registration = (this: unknown, ...parameters: unknown[]) => unknown;

/** The methods of an adapter that register handlers, as far as the adapter has them. */
const REGISTRATIONS = [
  'get',
  'head',
  'post',
  'put',
  'patch',
  'delete',
  'options',
  'all',
  'search',
  'query',
  'propfind',
  'proppatch',
  'mkcol',
  'copy',
  'move',
  'lock',
  'unlock',
] as const;

/**
 * Makes each handler that is registered from now on run in the context of its request, and tells `onRoute` the path of
 * a route of a controller when it handles a request. A middleware or hook may call `next` from another context, such as
 * that of a pooled connection.
 *
 * Nest's hook for routes is left alone: where one is set, Nest 11 registers a handler without the options of its route,
 * such as its version or its `@RouteConfig`.
 */
export function observeHandlers(adapter: HttpServer, onRoute: (path: string) => void): void {
  const methods = adapter as unknown as Record<string, Registration | undefined>;
  const paths = rememberPaths(methods);
  for (const name of REGISTRATIONS) {
    const original = methods[name];
    if (typeof original !== 'function') continue;
    methods[name] = function (...parameters) {
      const path = paths.get(parameters[0]);
      const routed = path === undefined ? undefined : () => onRoute(path);
      return original.apply(
        this,
        parameters.map((parameter) => restoring(parameter, routed)),
      );
    };
  }
}

/** The paths of controllers, by the form in which the adapter registers them. The router has each one converted. */
function rememberPaths(methods: Record<string, Registration | undefined>): ReadonlyMap<unknown, string> {
  const paths = new Map<unknown, string>();
  const { normalizePath } = methods;
  if (typeof normalizePath !== 'function') return paths;
  methods['normalizePath'] = function (...parameters) {
    const normalized = normalizePath.apply(this, parameters);
    if (typeof parameters[0] === 'string') paths.set(normalized, parameters[0]);
    return normalized;
  };
  return paths;
}

function restoring(parameter: unknown, routed: (() => void) | undefined): unknown {
  if (typeof parameter !== 'function') return parameter;
  const handler = parameter as Handler;
  const restored: Handler = function (...parameters) {
    return withinRequest(parameters[0], () => {
      routed?.();
      return handler.apply(this, parameters);
    });
  };
  // Adapters read options of a route from properties and metadata of its handler, and find them through the prototype.
  Object.setPrototypeOf(restored, handler);
  Object.defineProperty(restored, 'name', { value: handler.name, configurable: true });
  Object.defineProperty(restored, 'length', { value: handler.length, configurable: true });
  return restored;
}
