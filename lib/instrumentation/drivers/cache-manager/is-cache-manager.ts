const METHODS = ['get', 'mget', 'set', 'mset', 'del', 'mdel', 'clear', 'wrap', 'cacheId'] as const;

/** Whether a provider is a cache of cache-manager. Looks at no getter, since it is asked of every provider. */
export function isCacheManager(instance: object): boolean {
  try {
    return METHODS.every((name) => typeof Object.getOwnPropertyDescriptor(instance, name)?.value === 'function');
  } catch {
    // A proxy that refuses to be looked at.
    return false;
  }
}
