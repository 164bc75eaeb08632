import { defineInternals } from '../../internals/internals.js';

/** What is touched of the caches that `cache-manager` makes: functions of an object, without a prototype. */
export const CACHE_MANAGER_INTERNALS = defineInternals({
  name: 'cache-manager',
  packageName: 'cache-manager',
  supported: '^7.0.0',
  costs: 'its calls are not observed',
  option: 'cache.drivers.cacheManager',
  members: {
    'Cache#get': { costs: 'calls of get are not observed' },
    'Cache#mget': { costs: 'calls of mget are not observed' },
    'Cache#ttl': { costs: 'calls of ttl are not observed', optional: true },
    'Cache#set': { costs: 'calls of set are not observed' },
    'Cache#mset': { costs: 'calls of mset are not observed' },
    'Cache#del': { costs: 'calls of del are not observed' },
    'Cache#mdel': { costs: 'calls of mdel are not observed' },
    'Cache#clear': { costs: 'calls of clear are not observed' },
    'Cache#wrap': { costs: 'calls of wrap are not observed' },
  },
});

export type CacheManagerMember = keyof typeof CACHE_MANAGER_INTERNALS.members;
