import { describeCacheCall, type TraceCacheOptions } from '../described/cache-call.js';
import type { PerCall } from '../described/described-call.js';
import { observeMethod } from './observe-method.js';

/**
 * A cache span, `cache_hits_total`, `cache_misses_total` and `cache_operation_duration_seconds` for each call. Of keys,
 * nothing is recorded unless `key` says what the key is; values are never recorded.
 *
 * @example
 * \@TraceCache({ system: 'memory', operation: 'get', key: (id: string) => `user:${id}` })
 * get(id: string) {}
 */
export function TraceCache(access: PerCall<TraceCacheOptions>): MethodDecorator {
  return observeMethod(() => (telemetry, args) => describeCacheCall(access, args, telemetry));
}
