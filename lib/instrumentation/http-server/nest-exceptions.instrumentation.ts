import type { ServerResponse } from 'node:http';
import type { ArgumentsHost } from '@nestjs/common';
import { types } from "node:util";
import { context as contextApi } from '@opentelemetry/api';
import { isObservable, type Observable, tap } from 'rxjs';
import { UnitOfWork } from '../../observation/index.js';
import type { Close, ObservedApplication } from '../instrumentation.js';
import { type Call, replaceMethod } from '../replace-method.js';
import { SharedPatch } from '../shared-patch.js';
import { observationOf, raw } from './request-context.js';
import { failedWhileSending } from './response-end.js';

const patch = new SharedPatch('nest:http-exceptions');

/**
 * Notes the exception with which a request ends, before any filter answers it. Nest asks one handler of exceptions,
 * which asks the filters of method, controller and application; a global filter sees only what the others leave.
 */
export async function instrumentNestExceptions(application: ObservedApplication): Promise<Close> {
  const { ExceptionsHandler } = await import('@nestjs/core/exceptions/exceptions-handler.js');
  const { RouterResponseController } = await import('@nestjs/core/router/router-response-controller.js');
  return patch.open(application, () => {
    const undo = [
      replaceMethod(ExceptionsHandler.prototype, 'next', noting),
      replaceMethod(RouterResponseController.prototype, 'sse', notingEvents),
    ];
    return () => {
      for (const close of undo) close();
    };
  });
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
