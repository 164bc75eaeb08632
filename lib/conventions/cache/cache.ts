import { type Conclude, concludeByThrow, type Operation } from '../../observation/index.js';
import { ATTR_CACHE_HIT, ATTR_CACHE_OPERATION_NAME, ATTR_CACHE_SYSTEM_NAME } from '../attributes.js';
import { CACHE } from './cache.kind.js';

export interface CacheAccess {
  /** `memory`, `redis`, … */
  readonly system: string;
  /** `get`, `set`, `delete`, … */
  readonly operation: string;
}

/** A cache operation's name and labels. Keep it for as long as operations of this description are made. */
export function cacheOperation(access: CacheAccess): Operation<typeof CACHE.kind> {
  return {
    kind: CACHE.kind,
    name: `cache ${access.operation}`,
    labels: { [ATTR_CACHE_SYSTEM_NAME]: access.system, [ATTR_CACHE_OPERATION_NAME]: access.operation },
    attributes: {},
  };
}

/** Operations that look something up, and so either hit or miss. */
export function isLookup(operation: string): boolean {
  return operation === 'get' || operation === 'mget' || operation === 'has';
}

/** A cache's own word for «nothing there»: null or undefined, and false for an existence check. */
export function isHit(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

/** Adds hit or miss, decided by `hit`, to a lookup that did not fail. */
export function concludeLookup(hit: (value: unknown) => boolean): Conclude {
  return (settlement) =>
    settlement.as === 'returned'
      ? { failed: false, facts: { [ATTR_CACHE_HIT]: hit(settlement.value) } }
      : concludeByThrow(settlement);
}
