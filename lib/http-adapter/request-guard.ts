import { type CanActivate, HttpException, type Type } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { isObservable, lastValueFrom } from 'rxjs';
import { TelemetryError } from '../telemetry.errors.js';
import { type GuardedHandler, RouteContext } from './route-context.js';

/** A Nest guard class, or a function of the request. */
export type RequestGuardOption = Type<CanActivate> | ((request: unknown) => boolean | Promise<boolean>);

/** 200 if the request may proceed, else the status of the response. It rejects if the guard throws. */
export type Admission = (request: unknown, response: unknown) => Promise<number>;

/**
 * Guards a route of the adapter, because Nest runs guards for controllers only. A guard class comes from the
 * application's providers. If it needs no dependencies, it is instantiated here.
 *
 * @throws TelemetryError with code INVALID_OPTION if the class is no provider and needs dependencies.
 */
export async function requestGuard(
  option: string,
  guard: RequestGuardOption,
  modules: ModuleRef,
  guarded: GuardedHandler,
): Promise<Admission> {
  const instance = isGuardClass(guard) ? await obtain(option, guard, modules) : { canActivate: asked(guard) };
  return async (request, response) => {
    try {
      const answer = instance.canActivate(new RouteContext(request, response, guarded));
      return (await (isObservable(answer) ? lastValueFrom(answer) : answer)) === true ? 200 : 403;
    } catch (error) {
      if (error instanceof HttpException && error.getStatus() >= 400) return error.getStatus();
      throw error;
    }
  };
}

function asked(guard: (request: unknown) => boolean | Promise<boolean>): CanActivate['canActivate'] {
  return (context) => guard(context.switchToHttp().getRequest());
}

function isGuardClass(guard: RequestGuardOption): guard is Type<CanActivate> {
  return typeof (guard.prototype as Partial<CanActivate> | undefined)?.canActivate === 'function';
}

async function obtain(option: string, guard: Type<CanActivate>, modules: ModuleRef): Promise<CanActivate> {
  try {
    return modules.get(guard, { strict: false });
  } catch {
    // The class is no provider, or Nest creates one instance per request.
  }
  try {
    return await modules.create(guard);
  } catch (error) {
    throw new TelemetryError(
      'INVALID_OPTION',
      `${option} is ${guard.name}, which is no provider of the application and could not be made.`,
      'It has dependencies that telemetry cannot see.',
      `List ${guard.name} among the providers of the module that has its dependencies.`,
      { cause: error },
    );
  }
}
