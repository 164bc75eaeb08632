import type { Close, StartInstrumentation } from '../instrumentation.js';
import { MessageDestinations } from './message-destinations.js';
import { GRPC_TRANSPORT, messageSystem } from './message-systems.js';
import type { HookedServer } from './hooked-server.js';
import { MessageServer } from './message-server.js';
import { Library } from '../internals/library.js';
import { MICROSERVICE_SERVERS_INTERNALS } from './microservice-servers.internals.js';
import { openRpcExceptions } from './rpc-exceptions.js';

/**
 * Observes what handlers of messages get, on every server of the application: standalone, and hybrid with or without
 * the application's configuration. Nest announces each server before it has any handler.
 */
export const instrumentMicroserviceServers: StartInstrumentation = (application) => {
  const { options, rpcTargets, report } = application;
  if (!options.messaging.incoming) return () => undefined;
  const destinations = new MessageDestinations(options.messaging.ignorePatterns);
  const library = new Library(MICROSERVICE_SERVERS_INTERNALS, application.states);
  let closeExceptions: Close | undefined;
  let closed = false;
  const watching = rpcTargets.subscribe((target) => {
    const { transportId } = target as { transportId?: unknown };
    if (transportId === GRPC_TRANSPORT) return;
    application.states.start(MICROSERVICE_SERVERS_INTERNALS.name);
    try {
      new MessageServer(
        target as HookedServer,
        messageSystem(transportId),
        application,
        destinations,
        library,
      ).attach();
    } catch (error) {
      report('A server of messages could not be observed', error);
      return;
    }
    if (closeExceptions !== undefined) return;
    closeExceptions = () => undefined;
    openRpcExceptions(application).then(
      (close) => (closed ? close() : (closeExceptions = close)),
      (error: unknown) => report('Exceptions of message handlers are not seen', error),
    );
  });
  return () => {
    closed = true;
    watching.unsubscribe();
    closeExceptions?.();
  };
};
