import { context as contextApi } from '@opentelemetry/api';
import { isObservable, tap } from 'rxjs';
import { isClientFault } from '../../conventions/errors/client-fault.js';
import { type Observation, UnitOfWork } from '../../observation/index.js';
import type { Close, ObservedApplication } from '../instrumentation.js';
import { Library } from '../internals/library.js';
import { MICROSERVICE_SERVERS_INTERNALS } from './microservice-servers.internals.js';
import { SharedPatch } from '../shared-patch.js';

type Handle = (this: { readonly filters?: unknown }, exception: unknown, ...rest: unknown[]) => unknown;

const patch = new SharedPatch('nest:rpc-exceptions');
/** Messages whose exception became an answer that is no error of this application. */
const answered = new WeakSet<Observation>();

/**
 * Notes the exception with which a handler of a microservice, its guards or its pipes end, before any filter turns it
 * into what the caller gets to see. Nest has a hook for that, which hybrid applications do not hand on.
 */
export async function openRpcExceptions(application: ObservedApplication): Promise<Close> {
  const { RpcExceptionsHandler } = await import('@nestjs/microservices/exceptions/rpc-exceptions-handler.js');
  return patch.open(application, () => {
    const nest = new Library(MICROSERVICE_SERVERS_INTERNALS, patch);
    return nest.replace<Handle>(
      'RpcExceptionsHandler#handle',
      RpcExceptionsHandler?.prototype,
      (original) =>
        function (exception, ...rest) {
          const root = UnitOfWork.of(contextApi.active())?.root;
          const reply = original.call(this, exception, ...rest);
          if (root === undefined) return reply;
          root.error ??= exception;
          nest.check('RpcExceptionsHandler#filters', Array.isArray(this.filters));
          return watched(reply, root, isCaughtByItsClass(exception, this.filters));
        },
    );
  });
}

/** Whether the caller of a failed message has an answer that is no error of this application. */
export function isAnswered(observation: Observation): boolean {
  return answered.has(observation);
}

/** A filter for all errors also replies to faults of the application: there, the status of the reply decides. */
function watched(reply: unknown, root: Observation, isMeant: boolean): unknown {
  if (!isObservable(reply)) return reply;
  const note = (isExpected: boolean): void => {
    if (isExpected) answered.add(root);
  };
  return reply.pipe(
    tap({
      next: (value) => note(isMeant || isClientFault(value)),
      error: (error: unknown) => note(isClientFault(error)),
    }),
  );
}

interface Filter {
  readonly exceptionMetatypes?: readonly unknown[];
}

/** Whether the first filter that catches an exception names its class. */
function isCaughtByItsClass(exception: unknown, filters: unknown): boolean {
  if (!Array.isArray(filters)) return false;
  for (const { exceptionMetatypes = [] } of filters as readonly Filter[]) {
    if (exceptionMetatypes.length === 0) return false;
    const caught = exceptionMetatypes.filter((type) => typeof type === 'function' && exception instanceof type);
    if (caught.length > 0) return caught.some((type) => type !== Error && type !== Object);
  }
  return false;
}
