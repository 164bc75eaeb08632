import { cacheOperation } from '../../../conventions/cache/cache.js';
import { concludeValue, concludeValues } from '../../../conventions/cache/cache-facts.js';
import type { Conclude, Operation } from '../../../observation/index.js';

interface CacheMethod {
  readonly operation: Operation;
  readonly conclude?: Conclude;
}

type CacheMethodName = 'get' | 'mget' | 'ttl' | 'set' | 'mset' | 'del' | 'mdel' | 'clear';

/** Calls of cache-manager that begin and end by themselves. */
export const CACHE_METHODS: Readonly<Record<CacheMethodName, CacheMethod>> = {
  get: { operation: operationOf('get'), conclude: concludeValue },
  mget: { operation: operationOf('mget'), conclude: concludeValues },
  ttl: { operation: operationOf('ttl') },
  set: { operation: operationOf('set') },
  mset: { operation: operationOf('mset') },
  del: { operation: operationOf('delete') },
  mdel: { operation: operationOf('mdelete') },
  clear: { operation: operationOf('clear') },
};

/** A lookup that computes and stores what it does not find. */
export const WRAP = operationOf('wrap');

function operationOf(operation: string): Operation {
  return cacheOperation({ system: 'cache-manager', operation });
}
