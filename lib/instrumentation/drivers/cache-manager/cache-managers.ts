import { context as contextApi } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { loadOptional } from '../../../packages/optional-package.js';
import { currentTelemetry } from '../../../observation/index.js';
import type { Close } from '../../instrumentation.js';
import type { CachingApplication } from '../keyv/cache-call.js';
import { runCacheCall } from '../keyv/cache-call.js';
import { type Call, replaceMethod } from '../../replace-method.js';
import { CACHE_METHODS, WRAP } from './cache-methods.js';
import { isCacheManager } from './is-cache-manager.js';
import { RunningWraps } from './running-wraps.js';

/**
 * Observes cache-manager's caches where Nest's container holds them, such as `CACHE_MANAGER`. A cache is an object of
 * functions that share no prototype, and a module's exports cannot be replaced: there is nothing else to patch.
 */
export class CacheManagers {
  private readonly undo: Close[] = [];
  private readonly watched = new WeakSet<object>();

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
  watch(instance: object): void {
    if (!this.wanted || this.watched.has(instance) || !isCacheManager(instance)) return;
    this.watched.add(instance);
    for (const [name, { operation, conclude }] of Object.entries(CACHE_METHODS)) {
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

  close(): void {
    for (const undo of this.undo.splice(0)) undo();
  }

  private replace(instance: object, name: string, run: (call: () => unknown, parameters: unknown[]) => unknown): void {
    const { telemetry } = this.application;
    const make = (original: Call): Call =>
      function (this: unknown, ...parameters) {
        const call = () => Reflect.apply(original, this, parameters);
        if (currentTelemetry(instance) !== telemetry || isTracingSuppressed(contextApi.active())) return call();
        return run(call, parameters);
      };
    this.undo.push(replaceMethod(instance, name, make));
  }
}
