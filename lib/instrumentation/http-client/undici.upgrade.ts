import type { UndiciRequest } from './undici.request.js';

/** Where undici tells a request that its connection has changed hands; the name differs between versions. */
const HANDLERS = ['onUpgrade', 'onRequestUpgrade'] as const;

type Upgrade = (this: unknown, statusCode: number, ...rest: unknown[]) => unknown;

/** A handshake of a WebSocket, a tunnel through a proxy. */
export function isUpgrade({ method, upgrade }: UndiciRequest): boolean {
  return method === 'CONNECT' || (upgrade !== undefined && upgrade !== null);
}

/**
 * Observes a handshake until it is done. No channel says so in all versions of undici, and so the request's own handler
 * is followed. Without one the handshake is not observed: its server would continue a span that never ends.
 */
export function endWithUpgrade(request: UndiciRequest, begin: () => boolean, end: (statusCode: number) => void): void {
  const name = HANDLERS.find((candidate) => typeof Reflect.get(request, candidate) === 'function');
  if (name === undefined || !begin()) return;
  const handler = Reflect.get(request, name) as Upgrade;
  const followed: Upgrade = function (statusCode, ...rest) {
    end(statusCode);
    return handler.call(this, statusCode, ...rest);
  };
  Object.defineProperty(request, name, { value: followed, configurable: true, writable: true });
}
