import { type CanActivate, HttpException, type Type } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { isObservable, lastValueFrom } from 'rxjs';

/** A guard class of Nest's, or a function of the request. */
export type RequestGuardOption = Type<CanActivate> | ((request: unknown) => boolean | Promise<boolean>);

/** 200 when the request may go on, else the status to answer with. It rejects when the guard is broken. */
export type Admission = (request: unknown, response: unknown) => Promise<number>;

/**
 * Guards a route that is the adapter's own, past which Nest's guards do not come. A class is taken from the application's
 * providers, or made.
 */
export function requestGuard(option: RequestGuardOption, modules: ModuleRef): Admission {
  if (!isClass(option)) return async (request) => ((await option(request)) === true ? 200 : 403);
  let made: Promise<CanActivate> | undefined;
  return async (request, response) => {
    made ??= instanceOf(option, modules);
    const guard = await made;
    try {
      const answer = guard.canActivate(new ExecutionContextHost([request, response, () => undefined], option, ignore));
      const admitted = await (isObservable(answer) ? lastValueFrom(answer) : answer);
      return admitted === true ? 200 : 403;
    } catch (error) {
      if (error instanceof HttpException && error.getStatus() >= 400) return error.getStatus();
      throw error;
    }
  };
}

function isClass(option: RequestGuardOption): option is Type<CanActivate> {
  return typeof (option.prototype as Partial<CanActivate> | undefined)?.canActivate === 'function';
}

async function instanceOf(guard: Type<CanActivate>, modules: ModuleRef): Promise<CanActivate> {
  try {
    return modules.get(guard, { strict: false });
  } catch {
    return modules.create(guard);
  }
}

function ignore(): void {}
