import type { HttpServer } from '@nestjs/common';
import { sharedSymbol } from '../observation/index.js';
import { TelemetryError } from '../telemetry.errors.js';
import { type PathRules, plainPaths, samePath } from './plain-paths.js';

/** The adapter methods that register a route for one of telemetry's HTTP methods. */
type Registration = 'get' | 'head' | 'put' | 'post' | 'all';

/** A route that telemetry serves on the application's adapter. */
export interface ReservedRoute {
  readonly path: string;
  readonly methods: readonly Registration[];
  /** The object that the route serves: `its metrics`. */
  readonly serves: string;
  /** How the user can resolve a conflict. */
  readonly fix: string;
  /** False once no application serves the route: it is then free for others. */
  readonly isHeld: () => boolean;
}

type Register = (this: unknown, path: unknown, ...handlers: unknown[]) => unknown;
type Methods = Partial<Record<Registration, Register>>;

const REGISTRATIONS: readonly Registration[] = ['get', 'head', 'put', 'post', 'all'];
const RESERVED = sharedSymbol('reserved-routes');

/**
 * Registers a telemetry route, and refuses an application route with the same path and method. Express would never call
 * the second route. Fastify refuses it with an error that does not name telemetry. A path with parameters, such as
 * `/:page`, is no conflict: the exact path wins on both.
 *
 * @throws TelemetryError with code ROUTE_CONFLICT, when telemetry's route is registered or when the application's is.
 */
export function reserveRoute(adapter: HttpServer, route: ReservedRoute, register: () => void): void {
  const existing = expressRouteOf(adapter, route);
  if (existing !== undefined) throw conflict(route, existing, undefined);
  try {
    register();
  } catch (error) {
    if (isDuplicate(error)) throw conflict(route, undefined, error);
    throw error;
  }
  reservedOn(adapter).push(route);
}

/** The reserved routes of an adapter. The first one wraps the adapter's methods that register routes. */
function reservedOn(adapter: HttpServer): ReservedRoute[] {
  const holder = adapter as unknown as { [key: symbol]: ReservedRoute[] | undefined };
  const known = holder[RESERVED];
  if (known !== undefined) return known;
  const reserved: ReservedRoute[] = [];
  Object.defineProperty(adapter, RESERVED, { value: reserved });
  const methods = adapter as unknown as Methods;
  for (const method of REGISTRATIONS) {
    const original = methods[method];
    if (typeof original === 'function') methods[method] = checking(adapter, method, original, reserved);
  }
  return reserved;
}

function checking(
  adapter: HttpServer,
  method: Registration,
  original: Register,
  reserved: readonly ReservedRoute[],
): Register {
  return function (path, ...handlers) {
    const taken = reserved.find((route) => route.isHeld() && takes(adapter, route, method, path));
    const name = handlers.findLast((handler) => typeof handler === 'function')?.name;
    // Leave the decision to Fastify: a version or a constraint can distinguish two routes with one path.
    if (taken !== undefined && !refusesDuplicates(adapter)) throw conflict(taken, name, undefined);
    try {
      return original.call(this, path, ...handlers);
    } catch (error) {
      throw taken !== undefined && isDuplicate(error) ? conflict(taken, name, error) : error;
    }
  };
}

function takes(adapter: HttpServer, route: ReservedRoute, method: string, path: unknown): boolean {
  if (method !== 'all' && !route.methods.includes(method as Registration)) return false;
  const rules = pathRules(adapter);
  const paths: readonly unknown[] = Array.isArray(path) ? path : [path];
  return paths.some(
    (one) => typeof one === 'string' && plainPaths(one).some((plain) => samePath(plain, route.path, rules)),
  );
}

interface RoutingAdapter extends HttpServer {
  getRouteMatchingOptions?(): PathRules;
}

function pathRules(adapter: RoutingAdapter): PathRules {
  const exact = refusesDuplicates(adapter);
  return adapter.getRouteMatchingOptions?.() ?? { caseSensitive: exact, ignoreTrailingSlash: !exact };
}

function refusesDuplicates(adapter: HttpServer): boolean {
  return typeof (adapter.getInstance() as { hasRoute?: unknown } | undefined)?.hasRoute === 'function';
}

interface ExpressLayer {
  readonly route?: { readonly path?: unknown; readonly methods?: Readonly<Record<string, boolean>> };
}

/** A route that the application registered on Express before telemetry: its `GET /metrics` would win. */
function expressRouteOf(adapter: HttpServer, route: ReservedRoute): string | undefined {
  const { router } = (adapter.getInstance() ?? {}) as { router?: { readonly stack?: readonly ExpressLayer[] } };
  const layers = Array.isArray(router?.stack) ? (router.stack as readonly ExpressLayer[]) : [];
  const methodsOf = (layer: ExpressLayer): string[] =>
    Object.keys(layer.route?.methods ?? {}).map((method) => (method === '_all' ? 'all' : method));
  const isTaken = layers.some((layer) =>
    methodsOf(layer).some((method) => takes(adapter, route, method, layer.route?.path)),
  );
  return isTaken ? '' : undefined;
}

function isDuplicate(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'FST_ERR_DUPLICATED_ROUTE';
}

function conflict(route: ReservedRoute, handler: string | undefined, cause: unknown): TelemetryError {
  const whose = handler ? ` (${handler})` : '';
  return new TelemetryError(
    'ROUTE_CONFLICT',
    `The application has a route ${route.path} of its own${whose}, and telemetry serves ${route.serves} there.`,
    'Only one of the two can answer a request.',
    route.fix,
    cause === undefined ? {} : { cause },
  );
}
