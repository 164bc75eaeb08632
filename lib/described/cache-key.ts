import { keyHash, keyTemplate } from '../conventions/cache/cache-key.js';
import type { ReportFault } from '../observation/index.js';

/** What is recorded of cache keys: nothing, a template, a hash, or the result of the application's function. */
export type RecordedKeys = 'none' | 'template' | 'hash' | ((key: string) => string | undefined);

/**
 * What is recorded of a cache key: nothing, its template (`user:42` becomes `user:?`), the first digits of its SHA-256,
 * or the result of the application's function. If the function throws, the key is not recorded.
 */
export function describeKey(key: string, keys: RecordedKeys, report: ReportFault): string | undefined {
  if (keys === 'none') return undefined;
  if (keys === 'template') return keyTemplate(key);
  if (keys === 'hash') return keyHash(key);
  try {
    const described: unknown = keys(key);
    return typeof described === 'string' ? described : undefined;
  } catch (error) {
    report('The function in cache.keys threw', error);
    return undefined;
  }
}
