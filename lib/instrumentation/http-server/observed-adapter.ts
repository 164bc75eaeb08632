import type { EventEmitter } from 'node:events';
import type { HttpServer } from '@nestjs/common';
import { takePlace } from '../../http-adapter/adapter-place.js';
import { Library } from '../internals/library.js';
import type { InstrumentationStates } from '../states/instrumentation-states.js';
import { HTTP_SERVER_INTERNALS } from './http-server.internals.js';
import { observeHandlers } from './route-handlers.js';
import { type ServerWatcher, watchServer } from './server-events.js';

export type Done = (error?: unknown) => void;
type RequestHook = (request: unknown, response: unknown, done: Done) => unknown;

/** Learns what happens on an adapter and on its server. Requests and responses are those of the framework, or Node's. */
export interface AdapterObserver extends ServerWatcher {
  /** Must call `proceed`, in the context of the request. */
  onRequest(request: unknown, response: unknown, proceed: Done): unknown;
  onRoute(path: string): void;
}

/** The adapter as it is: its hook for requests has one slot, which no method reads. */
export interface HookedAdapter extends HttpServer {
  onRequestHook?: RequestHook;
  setOnRequestHook?(hook: RequestHook): void;
}

const METHODS = ['setOnRequestHook', 'normalizePath'] as const;

/**
 * Has `observer` learn of each request of an adapter; returns what ends that. Where several applications share one
 * adapter, a request does not say whose it is: the application that came first observes all of them, and when it ends,
 * the next one does.
 */
export function observeAdapter(
  adapter: HookedAdapter,
  observer: AdapterObserver,
  states: InstrumentationStates,
): () => void {
  states.start(HTTP_SERVER_INTERNALS.name);
  const library = new Library(HTTP_SERVER_INTERNALS, states);
  for (const name of METHODS) library.check(`HttpAdapter#${name}`, typeof adapter[name] === 'function');
  const { shared, leave } = takePlace(adapter, 'requests', observer, (current) => hook(adapter, current));
  if (shared) {
    states.report(
      'Several applications with TelemetryModule share one HTTP adapter: the one that started first records every request of it. To have each record its own, give each application an adapter',
    );
  }
  return leave;
}

/** Hooks stay for as long as the adapter does: another library may have chained to them. */
function hook(adapter: HookedAdapter, current: () => AdapterObserver | undefined): void {
  const earlierRequestHook = adapter.onRequestHook;
  adapter.setOnRequestHook?.((request, response, done) => {
    const proceed: Done =
      earlierRequestHook === undefined
        ? done
        : (error) => (error ? done(error) : earlierRequestHook.call(adapter, request, response, done));
    const observer = current();
    if (observer === undefined) return proceed();
    return observer.onRequest(request, response, proceed);
  });
  observeHandlers(adapter, (path) => current()?.onRoute(path));
  const server = adapter.getHttpServer() as EventEmitter | undefined;
  if (typeof server?.emit === 'function') watchServer(server, current);
}
