import type { Attributes } from '@opentelemetry/api';
import { ATTR_CACHE_HIT, ATTR_CACHE_HIT_COUNT, ATTR_CACHE_MISS_COUNT } from '../attributes.js';

/**
 * The facts of a lookup, from the number of requested and found keys. A lookup of several keys is a hit if no key is
 * missing. The metrics count each key.
 */
export function foundFacts(found: number, asked: number): Readonly<Attributes> {
  if (asked === 0) return {};
  if (asked === 1) return { [ATTR_CACHE_HIT]: found > 0 };
  return {
    [ATTR_CACHE_HIT]: found >= asked,
    [ATTR_CACHE_HIT_COUNT]: found,
    [ATTR_CACHE_MISS_COUNT]: Math.max(0, asked - found),
  };
}
