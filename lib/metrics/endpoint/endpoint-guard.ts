import type { CanActivate, Type } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { isObservable, lastValueFrom } from 'rxjs';
import type { MetricsEndpointOptions } from '../../options/metrics.options.js';
import { TelemetryError } from '../../telemetry.errors.js';

type Guard = NonNullable<MetricsEndpointOptions['guard']>;

/** Whether somebody may scrape. It may throw. */
export type Admit = (request: unknown, response: unknown) => Promise<boolean>;

/** What a guard finds when it asks which class and handler it stands before. */
export interface GuardedHandler {
  // oxlint-disable-next-line typescript/no-unsafe-function-type -- Nest's own type for handlers.
  readonly handler: Function;
  readonly owner: Type;
}

/**
 * The guard as a function. A guard class comes from the application's providers, or is made here if it needs none of
 * them.
 *
 * @throws TelemetryError with code INVALID_OPTION when the class can be had in neither way.
 */
export async function resolveGuard(
  guard: Guard | undefined,
  modules: ModuleRef,
  { handler, owner }: GuardedHandler,
): Promise<Admit> {
  if (guard === undefined) return async () => true;
  if (!isGuardClass(guard)) return async (request) => (await guard(request)) === true;
  const instance = await obtain(guard, modules);
  return async (request, response) => {
    const context = new ExecutionContextHost([request, response, () => undefined], owner, handler);
    const answer = instance.canActivate(context);
    return (await (isObservable(answer) ? lastValueFrom(answer) : answer)) === true;
  };
}

function isGuardClass(guard: Guard): guard is Type<CanActivate> {
  return typeof (guard.prototype as Partial<CanActivate> | undefined)?.canActivate === 'function';
}

async function obtain(guard: Type<CanActivate>, modules: ModuleRef): Promise<CanActivate> {
  try {
    return modules.get(guard, { strict: false });
  } catch {
    // Not a provider, or one that is made for each request.
  }
  try {
    return await modules.create(guard);
  } catch (error) {
    throw new TelemetryError(
      'INVALID_OPTION',
      `metrics.endpoint.guard is ${guard.name}, which is no provider of the application and could not be made.`,
      'It has dependencies that telemetry cannot see.',
      `List ${guard.name} among the providers of the module that has its dependencies.`,
      { cause: error },
    );
  }
}
