import type { Given, Resolved } from './description.js';
import { anyOf } from './checks/check.js';
import { callback } from './checks/instances.js';
import { byName } from './checks/objects.js';
import { boolean, oneOf } from './checks/scalars.js';
import { group, option } from './option.js';

/** Caches that are observed without decorators. */
export const CACHE_DRIVERS = ['ioredis', 'redis', 'cacheManager', 'keyv'] as const;
export type CacheDriver = (typeof CACHE_DRIVERS)[number];

type DescribeKey = (key: string) => string | undefined;

const SHAPE = {
  /**
   * False switches a cache off; true insists on it, and the application does not start without its package. Default:
   * those that package.json declares, or that are loaded already.
   */
  drivers: option(byName(CACHE_DRIVERS, boolean()), {}),
  /**
   * What is recorded of a key: nothing, its template (`user:42` is `user:?`), a hash, or what a function makes of it.
   * Default `none`.
   */
  keys: option(
    anyOf(
      'It says what is recorded of keys.',
      oneOf(['none', 'template', 'hash']),
      callback<DescribeKey>('It makes it.'),
    ),
    'none',
  ),
};

/** How cache operations are described. */
export interface CacheOptions extends Given<typeof SHAPE> {}
export interface ResolvedCache extends Resolved<typeof SHAPE> {}
export const CACHE = group<typeof SHAPE, CacheOptions>(SHAPE);
