import { context as contextApi } from '@opentelemetry/api';
import { UnitOfWork } from '../../observation/index.js';
import type { Close, ObservedApplication } from '../instrumentation.js';
import { Library } from '../internals/library.js';
import { MICROSERVICE_SERVERS_INTERNALS } from './microservice-servers.internals.js';
import { SharedPatch } from '../shared-patch.js';

type Handle = (this: unknown, exception: unknown, ...rest: unknown[]) => unknown;

const patch = new SharedPatch('nest:rpc-exceptions');

/**
 * Notes the exception with which a handler of a microservice, its guards or its pipes end, before any filter turns it
 * into what the caller gets to see. Nest has a hook for that, which hybrid applications do not hand on.
 */
export async function openRpcExceptions(application: ObservedApplication): Promise<Close> {
  const { RpcExceptionsHandler } = await import('@nestjs/microservices/exceptions/rpc-exceptions-handler.js');
  return patch.open(application, () =>
    new Library(MICROSERVICE_SERVERS_INTERNALS, patch).replace<Handle>(
      'RpcExceptionsHandler#handle',
      RpcExceptionsHandler?.prototype,
      (original) =>
        function (exception, ...rest) {
          const root = UnitOfWork.of(contextApi.active())?.root;
          if (root !== undefined) root.error ??= exception;
          return original.call(this, exception, ...rest);
        },
    ),
  );
}
