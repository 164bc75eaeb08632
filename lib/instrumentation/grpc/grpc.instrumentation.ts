import { closeAll } from '../../life-cycle/close-all.js';
import type { Close, ObservedApplication, StartInstrumentation } from '../instrumentation.js';
import { openRpcExceptions } from '../microservice/rpc-exceptions.js';
import { openGrpcJs } from './grpc-js.driver.js';
import { isNestGrpcServer, ownNestGrpcServer } from './nest-grpc-server.js';

/** Observes gRPC on both sides. */
export const instrumentGrpc: StartInstrumentation = async (application) => {
  const closes: Close[] = [await openGrpcJs(application)];
  const subscription = application.rpcTargets.subscribe((target) => {
    if (!isNestGrpcServer(target)) return;
    ownNestGrpcServer(target, application.telemetry);
    void openForNest(application, closes);
  });
  closes.push(() => subscription.unsubscribe());
  return closeAll(closes);
};

/** The application has no word of gRPC in its package.json perhaps, but here is a server. */
async function openForNest(application: ObservedApplication, closes: Close[]): Promise<void> {
  try {
    closes.push(await openGrpcJs(application), await openRpcExceptions(application));
  } catch (error) {
    application.report('A gRPC server could not be observed', error);
  }
}
