import type { Attributes } from '@opentelemetry/api';
import { ATTR_CACHE_HIT, ATTR_CACHE_HIT_COUNT, ATTR_CACHE_MISS_COUNT } from '../attributes.js';

/**
 * What is said of a lookup that found so many of the keys that it asked for. One of several keys is a hit as a whole when
 * nothing is missing, and counts key by key.
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
