import type { CacheOptions, ResolvedCache } from './cache.options.js';

export function resolveCache({ drivers = {}, keys = 'none' }: CacheOptions): ResolvedCache {
  return { drivers: { ...drivers }, keys };
}
