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
 * Makes each handler that is registered from now on run in the context of its request. A middleware or hook may call
 * `next` from another context, such as that of a pooled connection.
 */
export function restoreContextInHandlers(adapter: HttpServer): void {
  const methods = adapter as unknown as Record<string, Registration | undefined>;
  for (const name of REGISTRATIONS) {
    const original = methods[name];
    if (typeof original !== 'function') continue;
    methods[name] = function (...parameters) {
      return original.apply(this, parameters.map(restoring));
    };
  }
}

function restoring(parameter: unknown): unknown {
  if (typeof parameter !== 'function') return parameter;
  const handler = parameter as Handler;
  const restored: Handler = function (...parameters) {
    return withinRequest(parameters[0], () => handler.apply(this, parameters));
  };
  // Adapters read options of a route from properties and metadata of its handler, and find them through the prototype.
  Object.setPrototypeOf(restored, handler);
  Object.defineProperty(restored, 'name', { value: handler.name, configurable: true });
  Object.defineProperty(restored, 'length', { value: handler.length, configurable: true });
  return restored;
}
