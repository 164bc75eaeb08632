import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { watchAnsweredByNode } from './answered-by-node.js';

/** What happens at an HTTP server beside the requests that reach the framework. */
export interface ServerWatcher {
  /** A request was handed to the framework, which may have answered it before any hook. */
  onHandedOver(request: unknown, response: unknown): void;
  /** A request is about to become a connection of another protocol, such as WebSocket, unless that is refused. */
  onUpgrade(request: unknown, socket: Socket): void;
  /** Node could not read a request. `answer` has the application answer it, and is true if the application has done so. */
  onRefused(error: unknown, socket: Socket, answer: () => boolean): boolean;
  /** The answer to a request that Node may have answered by itself is complete. */
  onAnswered(request: IncomingMessage, response: ServerResponse): void;
}

type Emit = EventEmitter['emit'];

/**
 * Watches the events of a server, for as long as it exists. No listener is added: Node answers an unreadable request by
 * itself only as long as it finds none.
 */
export function watchServer(server: EventEmitter, current: () => ServerWatcher | undefined): void {
  const own = Object.getOwnPropertyDescriptor(server, 'emit')?.value as Emit | undefined;
  let unwatch: (() => void) | undefined;
  server.emit = function (this: EventEmitter, ...parameters) {
    // Another instrumentation may replace the method of the prototype later.
    const emit = own ?? (Object.getPrototypeOf(server) as EventEmitter).emit;
    const [event, first, second] = parameters as [unknown, unknown, unknown];
    const watcher = current();
    if (event === 'clientError' && watcher !== undefined) {
      return watcher.onRefused(first, second as Socket, () => emit.apply(this, parameters));
    }
    if (event === 'listening') {
      unwatch ??= watchAnsweredByNode(server, (request, response) => current()?.onAnswered(request, response));
    } else if (event === 'close') {
      unwatch?.();
      unwatch = undefined;
    }
    if (event === 'upgrade') watcher?.onUpgrade(first, second as Socket);
    const handled = emit.apply(this, parameters);
    if (event === 'request') current()?.onHandedOver(first, second);
    return handled;
  };
}
