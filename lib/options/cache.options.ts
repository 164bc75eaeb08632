/** Caches that are observed without decorators. */
export const CACHE_DRIVERS = ['ioredis', 'redis', 'cacheManager', 'keyv'] as const;
export type CacheDriver = (typeof CACHE_DRIVERS)[number];

/** How cache operations are described. */
export interface CacheOptions {
  /**
   * False switches a cache off; true insists on it, and the application does not start without its package. Default:
   * those that package.json declares, or that are loaded already.
   */
  readonly drivers?: Readonly<Partial<Record<CacheDriver, boolean>>>;
  /**
   * What is recorded of a key: nothing, its template (`user:42` is `user:?`), a hash, or what a function makes of it.
   * Default `none`.
   */
  readonly keys?: 'none' | 'template' | 'hash' | ((key: string) => string | undefined);
}

export type ResolvedCache = Required<CacheOptions>;
