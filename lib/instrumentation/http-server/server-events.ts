import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';

/** What happens at an HTTP server beside the requests that reach the framework. */
export interface ServerWatcher {
  /** A request was handed to the framework, which may have answered it before any hook. */
  onHandedOver(request: unknown, response: unknown): void;
  /** A request is about to become a connection of another protocol, such as WebSocket. */
  onUpgrade(request: unknown): void;
  /** Node could not read a request, and answers it unless the application does. */
  onRefused(error: unknown, socket: Socket): void;
}

type Emit = EventEmitter['emit'];

/**
 * Watches the events of a server, for as long as it exists. No listener is added: Node answers an unreadable request by
 * itself only as long as it finds none.
 */
export function watchServer(server: EventEmitter, current: () => ServerWatcher | undefined): void {
  const own = Object.getOwnPropertyDescriptor(server, 'emit')?.value as Emit | undefined;
  server.emit = function (this: EventEmitter, ...parameters) {
    // Another instrumentation may replace the method of the prototype later.
    const emit = own ?? (Object.getPrototypeOf(server) as EventEmitter).emit;
    const [event, first, second] = parameters as [unknown, unknown, unknown];
    if (event === 'upgrade') current()?.onUpgrade(first);
    else if (event === 'clientError') current()?.onRefused(first, second as Socket);
    const handled = emit.apply(this, parameters);
    if (event === 'request') current()?.onHandedOver(first, second);
    return handled;
  };
}
