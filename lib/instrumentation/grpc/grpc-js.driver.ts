import { closeAll } from '../../life-cycle/close-all.js';
import type { Close, ObservedApplication, StartInstrumentation } from '../instrumentation.js';
import { driverInstrumentation } from '../drivers/driver-instrumentation.js';
import { ClientCalls } from './client-calls.js';
import type { GrpcJs } from './grpc-js.js';
import { GRPC_JS_INTERNALS, type GrpcJsMember } from './grpc-js.internals.js';
import { ServerCalls } from './server-calls.js';

const servers = new WeakMap<ObservedApplication, ServerCalls>();
const clients = new WeakMap<ObservedApplication, ClientCalls>();

const openPatch = driverInstrumentation<GrpcJs, GrpcJsMember>({
  internals: GRPC_JS_INTERNALS,
  wanted: ({ messaging }) => (messaging.incoming || messaging.outgoing ? undefined : false),
  load: async () => {
    const loaded = (await import('@grpc/grpc-js')) as unknown as GrpcJs & { default?: GrpcJs };
    return loaded.default ?? loaded;
  },
  loadPatch: async () => {
    const [{ patchServers }, { patchChannels }] = await Promise.all([
      import('./patch-servers.js'),
      import('./patch-channels.js'),
    ]);
    return ({ Server, Channel }, patch, library) => {
      const undo: Close[] = [
        patchServers(Server?.prototype, patch, library, (application) => servers.get(application)),
        patchChannels(Channel?.prototype, patch, library, (application) => clients.get(application)),
      ];
      return closeAll(undo);
    };
  },
});

/** Observes what goes through `@grpc/grpc-js`, Nest's and what is made by hand. May be opened again. */
export const openGrpcJs: StartInstrumentation = async (application) => {
  const { incoming, outgoing } = application.options.messaging;
  const served = servers.get(application) ?? (incoming ? new ServerCalls(application) : undefined);
  const made = clients.get(application) ?? (outgoing ? new ClientCalls(application) : undefined);
  if (served !== undefined) servers.set(application, served);
  if (made !== undefined) clients.set(application, made);
  const close = await openPatch(application);
  return () => {
    close();
    served?.close();
    made?.close();
  };
};
