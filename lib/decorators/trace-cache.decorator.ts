import { type CacheAccess, cacheOperation, concludeLookup, isHit, isLookup } from '../conventions/cache.js';
import { type MethodDescription, observeMethod } from './observe-method.js';

export interface TraceCacheOptions extends CacheAccess {
  /** Whether a lookup's result was there. Default: anything but undefined, null and false. */
  readonly hit?: (result: unknown) => boolean;
}

/**
 * A cache span, `cache_hits_total`, `cache_misses_total` and `cache_operation_duration_seconds` for each call. Keys and
 * values are not recorded.
 *
 * @example
 * \@TraceCache({ system: 'memory', operation: 'get' })
 * get(key: string) {}
 */
export function TraceCache({ hit = isHit, ...access }: TraceCacheOptions): MethodDecorator {
  return observeMethod((): MethodDescription => {
    const base = cacheOperation(access);
    const operation = () => base;
    return isLookup(access.operation) ? { operation, conclude: concludeLookup(hit) } : { operation };
  });
}
