import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import type { Adapter } from './adapter.js';

/** Libraries of caches, with a store in memory. */
export const CACHES: readonly Adapter[] = [
  {
    name: 'keyv get',
    instrumentation: { cache: { drivers: { keyv: true } } },
    async start(host) {
      await host.start();
      const cache = new Keyv();
      await cache.set('user:1', { name: 'ada' });
      return { call: () => cache.get('user:1'), stop: () => cache.disconnect() };
    },
  },
  {
    // Keyv is below it and is observed too, as it is in an application that declares both.
    name: 'cache-manager get',
    instrumentation: { cache: { drivers: { cacheManager: true, keyv: true } } },
    async start(host) {
      const cache = createCache();
      await cache.set('user:1', { name: 'ada' });
      await host.start({ providers: [{ provide: 'cache', useValue: cache }] });
      return { call: () => cache.get('user:1'), stop: () => cache.disconnect() };
    },
  },
];
