import { context as contextApi } from '@opentelemetry/api';
import { isObservable, tap } from 'rxjs';
import { isClientFault } from '../../conventions/errors/client-fault.js';
import { type Observation, UnitOfWork } from '../../observation/index.js';
import type { Close, ObservedApplication } from '../instrumentation.js';
import { Library } from '../internals/library.js';
import { MICROSERVICE_SERVERS_INTERNALS } from './microservice-servers.internals.js';
import { SharedPatch } from '../shared-patch.js';

type Handle = (this: unknown, exception: unknown, ...rest: unknown[]) => unknown;

const patch = new SharedPatch('nest:rpc-exceptions');
/** Messages whose exception a filter has answered with a reply, or with an error that blames the caller. */
const answered = new WeakSet<Observation>();

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
          const reply = original.call(this, exception, ...rest);
          if (root === undefined) return reply;
          root.error ??= exception;
          return watched(reply, root);
        },
    ),
  );
}

/** Whether the caller of a failed message has an answer that is no error of this application. */
export function isAnswered(observation: Observation): boolean {
  return answered.has(observation);
}

function watched(reply: unknown, root: Observation): unknown {
  if (!isObservable(reply)) return reply;
  return reply.pipe(
    tap({
      next: () => answered.add(root),
      error: (error: unknown) => {
        if (isClientFault(error)) answered.add(root);
      },
    }),
  );
}
