import { context as contextApi } from '@opentelemetry/api';
import { UnitOfWork } from '../../observation/index.js';
import type { Close, ObservedApplication } from '../instrumentation.js';
import { replaceMethod } from '../replace-method.js';
import { SharedPatch } from '../shared-patch.js';

const patch = new SharedPatch('nest:rpc-exceptions');

/**
 * Notes the exception with which a handler of a microservice, its guards or its pipes end, before any filter turns it
 * into what the caller gets to see. Nest has a hook for that, which hybrid applications do not hand on.
 */
export async function openRpcExceptions(application: ObservedApplication): Promise<Close> {
  const { RpcExceptionsHandler } = await import('@nestjs/microservices/exceptions/rpc-exceptions-handler.js');
  return patch.open(application, () =>
    replaceMethod(
      RpcExceptionsHandler.prototype,
      'handle',
      (original) =>
        function (exception, ...rest) {
          const root = UnitOfWork.of(contextApi.active())?.root;
          if (root !== undefined) root.error ??= exception;
          return original.call(this, exception, ...rest);
        },
    ),
  );
}
