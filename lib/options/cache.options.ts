import type { Given, Resolved } from './description.js';
import { anyOf } from './checks/check.js';
import { callback } from './checks/instances.js';
import { byName } from './checks/objects.js';
import { boolean, oneOf } from './checks/scalars.js';
import { group, option } from './option.js';

/** Caches that telemetry observes without decorators. */
export const CACHE_DRIVERS = ['ioredis', 'redis', 'cacheManager', 'keyv'] as const;
export type CacheDriver = (typeof CACHE_DRIVERS)[number];

type DescribeKey = (key: string) => string | undefined;

const SHAPE = {
  /**
   * `false` disables the instrumentation of a cache. `true` requires it: without the package, the application does not
   * start. Default: enabled for packages that package.json declares or that are already loaded.
   */
  drivers: option(byName(CACHE_DRIVERS, boolean()), {}),
  /**
   * What is recorded of a key: nothing, its template (`user:42` becomes `user:?`), a hash, or the result of your
   * function. Default `none`.
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

/** How cache operations are recorded. */
export interface CacheOptions extends Given<typeof SHAPE> {}
export interface ResolvedCache extends Resolved<typeof SHAPE> {}
export const CACHE = group<typeof SHAPE, CacheOptions>(SHAPE);
