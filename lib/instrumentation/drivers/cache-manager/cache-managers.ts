import { context as contextApi } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import type { Participant } from '../../../life-cycle/participant.js';
import { loadOptional } from '../../../packages/optional-package.js';
import { currentTelemetry } from '../../../observation/index.js';
import { type Close, closeAll } from '../../../life-cycle/close-all.js';
import type { CachingApplication } from '../keyv/cache-call.js';
import { runCacheCall } from '../keyv/cache-call.js';
import { Library } from '../../internals/library.js';
import type { Call } from '../../replace-method.js';
import { CACHE_MANAGER_INTERNALS, type CacheManagerMember } from './cache-manager.internals.js';
import { CACHE_METHODS, WRAP } from './cache-methods.js';
import { isCacheManager } from './is-cache-manager.js';
import { RunningWraps } from './running-wraps.js';

/**
 * Observes cache-manager's caches where Nest's container holds them, such as `CACHE_MANAGER`. A cache is an object of
 * functions that share no prototype, and a module's exports cannot be replaced: there is nothing else to patch.
 */
export class CacheManagers implements Participant {
  private readonly undo: Close[] = [];
  private readonly watched = new WeakSet<object>();

  private members: Library<CacheManagerMember> | undefined;

  private constructor(
    private readonly application: CachingApplication,
    private readonly wanted: boolean,
  ) {}

  /** @throws TelemetryError with code MODULE_MISSING when the user insists and the package is not installed. */
  static async create(application: CachingApplication): Promise<CacheManagers> {
    const { cacheManager } = application.options.cache.drivers;
    if (cacheManager === true) await loadOptional('cache-manager', 'observing it', () => import('cache-manager'));
    return new CacheManagers(application, cacheManager !== false);
  }

  /** Observes `instance` if it is a cache. */
  meet(instance: object): void {
    if (!this.wanted || this.watched.has(instance) || !isCacheManager(instance)) return;
    this.watched.add(instance);
    this.application.states.start(CACHE_MANAGER_INTERNALS.name);
    for (const name of Object.keys(CACHE_METHODS) as (keyof typeof CACHE_METHODS)[]) {
      const { operation, conclude } = CACHE_METHODS[name];
      this.replace(instance, name, (call, [key]) => runCacheCall(this.application, operation, key, call, conclude));
    }
    const wraps = new RunningWraps();
    this.replace(instance, 'wrap', (call, parameters) => {
      const [key] = parameters;
      const wrap = wraps.enter(key);
      parameters[1] = wrap.counted(parameters[1]);
      return runCacheCall(this.application, WRAP, key, call, wrap.conclude, wrap);
    });
  }

  end(): void {
    closeAll(this.undo.splice(0))();
  }

  private replace(
    instance: object,
    name: keyof typeof CACHE_METHODS | 'wrap',
    run: (call: () => unknown, parameters: unknown[]) => unknown,
  ): void {
    const { telemetry } = this.application;
    const make = (original: Call): Call =>
      function (this: unknown, ...parameters) {
        const call = () => Reflect.apply(original, this, parameters);
        if (currentTelemetry(instance) !== telemetry || isTracingSuppressed(contextApi.active())) return call();
        return run(call, parameters);
      };
    this.members ??= new Library(CACHE_MANAGER_INTERNALS, this.application.states);
    this.undo.push(this.members.replace(`Cache#${name}`, instance, make));
  }
}
