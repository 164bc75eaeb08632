import { type Conclude, concludeByThrow, type Operation } from '../../observation/index.js';
import { ATTR_CACHE_HIT, ATTR_CACHE_OPERATION_NAME, ATTR_CACHE_SYSTEM_NAME } from '../attributes.js';
import { CACHE } from './cache.kind.js';

export interface CacheAccess {
  /** `memory`, `redis`, … */
  readonly system: string;
  /** `get`, `set`, `delete`, … */
  readonly operation: string;
}

/** A cache operation's name and labels. Reuse the object for all operations with this description. */
export function cacheOperation(access: CacheAccess): Operation<typeof CACHE.kind> {
  return {
    kind: CACHE.kind,
    name: `cache ${access.operation}`,
    labels: { [ATTR_CACHE_SYSTEM_NAME]: access.system, [ATTR_CACHE_OPERATION_NAME]: access.operation },
    attributes: {},
  };
}

/** Operations that look something up: each is a hit or a miss. */
export function isLookup(operation: string): boolean {
  return operation === 'get' || operation === 'mget' || operation === 'has';
}

/** A cache's value for a miss: null or undefined, and false for an existence check. */
export function isHit(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

/** Adds hit or miss to a successful lookup. `hit` decides. */
export function concludeLookup(hit: (value: unknown) => boolean): Conclude {
  return (settlement) =>
    settlement.as === 'returned'
      ? { failed: false, facts: { [ATTR_CACHE_HIT]: hit(settlement.value) } }
      : concludeByThrow(settlement);
}
