import type { IncomingMessage } from 'node:http';
import { type Context, context as contextApi } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
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
  return (raw(request) as Marked | undefined)?.[CONTEXT];
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
  const isThere = UnitOfWork.of(active) === UnitOfWork.of(kept) && isTracingSuppressed(active) === isTracingSuppressed(kept);
  return isThere ? fn() : contextApi.with(kept, fn);
}

/** Node's object: Fastify wraps it, Express extends it. */
export function raw<T extends object>(object: unknown): T {
  return ((object as { raw?: T } | undefined)?.raw ?? object) as T;
}
