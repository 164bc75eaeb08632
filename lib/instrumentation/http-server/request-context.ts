import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Context, context as contextApi } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { raw } from '../../http-adapter/raw.js';
import { type Observation, UnitOfWork } from '../../observation/index.js';

/** On Node's request object: a middleware may lose the context, but it hands the request on. */
const CONTEXT = Symbol('nestjs-telemetry:request-context');

interface Marked {
  [CONTEXT]?: Context;
}

/** Notes the context in which a request is served. */
export function keepContext(request: IncomingMessage, context: Context): void {
  (request as Marked)[CONTEXT] = context;
}

export function keptContext(request: unknown): Context | undefined {
  return typeof request === 'object' && request !== null ? raw<Marked>(request)[CONTEXT] : undefined;
}

/** On the connection: the response to the request that it carries. */
const RESPONSE = Symbol('nestjs-telemetry:response');

/** Notes which response a connection carries. */
export function keepResponse(socket: object | undefined, response: ServerResponse): void {
  if (socket !== undefined) (socket as { [RESPONSE]?: ServerResponse })[RESPONSE] = response;
}

/** The response to the request that a connection carries, unless it is complete. */
export function servedBy(socket: object): ServerResponse | undefined {
  const response = (socket as { [RESPONSE]?: ServerResponse })[RESPONSE];
  return response?.writableFinished === false ? response : undefined;
}

/** The observation of a request, whatever context the caller runs in. */
export function observationOf(request: unknown): Observation | undefined {
  const context = keptContext(request);
  return context && UnitOfWork.of(context)?.root;
}

/** Runs `fn` in the request's context, unless it runs there already. */
export function withinRequest<T>(request: unknown, fn: () => T): T {
  const kept = keptContext(request);
  if (kept === undefined) return fn();
  const active = contextApi.active();
  const isThere =
    UnitOfWork.of(active) === UnitOfWork.of(kept) && isTracingSuppressed(active) === isTracingSuppressed(kept);
  return isThere ? fn() : contextApi.with(kept, fn);
}
