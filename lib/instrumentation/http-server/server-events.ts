import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { Close } from '../instrumentation.js';

/** What happens at an HTTP server beside the requests that reach the framework. */
export interface ServerWatcher {
  /** A request was handed to the framework, which may have answered it before any hook. */
  requested(request: unknown, response: unknown): void;
  /** A request that becomes a connection of another protocol is about to be handed over. */
  upgrading(request: unknown): void;
  /** Node could not read a request, and answers it unless the application does. */
  refused(error: unknown, socket: Socket): void;
}

type Emit = EventEmitter['emit'];

/**
 * Watches the events of a server. No listener is added: Node answers an unreadable request by itself only as long as
 * nobody listens.
 */
export function watchServer(server: EventEmitter, watcher: ServerWatcher): Close {
  const own = Object.getOwnPropertyDescriptor(server, 'emit');
  const emit: Emit = server.emit;
  const watched: Emit = function (this: EventEmitter, ...parameters) {
    const [event, first, second] = parameters as [unknown, unknown, unknown];
    if (event === 'upgrade') watcher.upgrading(first);
    else if (event === 'clientError') watcher.refused(first, second as Socket);
    const handled = emit.apply(this, parameters);
    if (event === 'request') watcher.requested(first, second);
    return handled;
  };
  server.emit = watched;
  return () => {
    if (server.emit !== watched) return;
    if (own === undefined) Reflect.deleteProperty(server, 'emit');
    else Object.defineProperty(server, 'emit', own);
  };
}
