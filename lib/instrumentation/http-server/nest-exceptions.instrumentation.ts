import type { ServerResponse } from 'node:http';
import type { ArgumentsHost } from '@nestjs/common';
import { types } from 'node:util';
import { context as contextApi } from '@opentelemetry/api';
import { isObservable, type Observable, tap } from 'rxjs';
import { UnitOfWork } from '../../observation/index.js';
import { raw } from '../../http-adapter/raw.js';
import { closeAll } from '../../life-cycle/close-all.js';
import type { StartInstrumentation } from '../instrumentation.js';
import { Library } from '../internals/library.js';
import type { Call } from '../replace-method.js';
import { SharedPatch } from '../shared-patch.js';
import { NEST_EXCEPTIONS_INTERNALS } from './nest-exceptions.internals.js';
import { observationOf } from './request-context.js';
import { failedWhileSending } from './response-end.js';

const patch = new SharedPatch('nest:http-exceptions');

/**
 * Notes the exception with which a request ends, before any filter answers it. Nest asks one handler of exceptions,
 * which asks the filters of method, controller and application; a global filter sees only what the others leave.
 */
export const instrumentNestExceptions: StartInstrumentation = async (application) => {
  const [handlers, responses] = await Promise.all([
    optional(() => import('@nestjs/core/exceptions/exceptions-handler.js')),
    optional(() => import('@nestjs/core/router/router-response-controller.js')),
  ]);
  return patch.open(application, () => {
    const nest = new Library(NEST_EXCEPTIONS_INTERNALS, patch);
    return closeAll([
      nest.replace('ExceptionsHandler#next', handlers?.ExceptionsHandler?.prototype, noting),
      nest.replace('RouterResponseController#sse', responses?.RouterResponseController?.prototype, notingEvents),
    ]);
  });
};

/** A file that has moved is the same loss as a member that is gone. */
async function optional<Module>(load: () => Promise<Module>): Promise<Module | undefined> {
  try {
    return await load();
  } catch {
    return undefined;
  }
}

function noting(original: Call): Call {
  return function (exception, host, ...rest) {
    note(exception, host as ArgumentsHost);
    return original.call(this, exception, host, ...rest);
  };
}

function note(exception: unknown, host: ArgumentsHost): void {
  const [request, response] = host.getArgs<[unknown, unknown]>();
  const root = observationOf(request) ?? UnitOfWork.of(contextApi.active())?.root;
  if (root === undefined) return;
  root.error ??= exception;
  failedWhileSending(raw<ServerResponse>(response), exception);
}

/** Nest answers an error of server-sent events with one more event, and ends the response as if all was well. */
function notingEvents(original: Call): Call {
  return function (result, response, ...rest) {
    const failed = (error: unknown): void => failedWhileSending(raw<ServerResponse>(response), error);
    return original.call(this, watched(result, failed), response, ...rest);
  };
}

function watched(result: unknown, failed: (error: unknown) => void): unknown {
  if (isObservable(result)) return (result as Observable<unknown>).pipe(tap({ error: failed }));
  return types.isPromise(result) ? result.then((value: unknown) => watched(value, failed)) : result;
}
