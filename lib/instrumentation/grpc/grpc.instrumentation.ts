import { closeAll } from '../../life-cycle/close-all.js';
import type { Close, ObservedApplication, StartInstrumentation } from '../instrumentation.js';
import { openRpcExceptions } from '../microservice/rpc-exceptions.js';
import { Library } from '../internals/library.js';
import { MICROSERVICE_SERVERS_INTERNALS } from '../microservice/microservice-servers.internals.js';
import { openGrpcJs } from './grpc-js.driver.js';
import { isNestGrpcServer, ownNestGrpcServer } from './nest-grpc-server.js';

/** Observes gRPC on both sides. */
export const instrumentGrpc: StartInstrumentation = async (application) => {
  const closes: Close[] = [await openGrpcJs(application)];
  let closed = false;
  const add = (close: Close): void => void (closed ? close() : closes.push(close));
  const subscription = application.rpcTargets.subscribe((target) => {
    if (!isNestGrpcServer(target)) return;
    const owned = ownNestGrpcServer(target, application.telemetry);
    new Library(MICROSERVICE_SERVERS_INTERNALS, application.states).check('ServerGrpc#createClient', owned);
    void openForNest(application, add);
  });
  closes.push(() => {
    closed = true;
    subscription.unsubscribe();
  });
  return closeAll(closes);
};

/** The package.json of the application may not name gRPC, and still here is a server. It may close meanwhile. */
async function openForNest(application: ObservedApplication, add: (close: Close) => void): Promise<void> {
  try {
    add(await openGrpcJs(application));
    add(await openRpcExceptions(application));
  } catch (error) {
    application.report('A gRPC server could not be observed', error);
  }
}
