import { hash } from 'node:crypto';
import type { ReportFault } from '../../observation/index.js';
import type { ResolvedCache } from '../../options/cache.options.js';

/** Longer keys are read up to here: what is recorded stays small, and reading it cheap. */
const MAX_LENGTH = 256;
const HASH_LENGTH = 16;

const EMAIL = /[^\s:/|,;#=&?]+(?:@|%40)[^\s:/|,;#=&?]+/gi;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** A hash, a token, a random id: long, of letters and digits both, or of hexadecimal digits alone. */
const TOKEN = /(?=[A-Za-z]*\d)[A-Za-z0-9]{8,}|[0-9a-f]{16,}|[0-9A-F]{16,}/g;
const DIGITS = /\d+/g;
/** What stands after the last separator. */
const LAST_PART = /[^:/|,;#=&?]*$/;

/**
 * What is recorded of a cache key: nothing, its template (`user:42` is `user:?`), the beginning of its SHA-256, or what
 * the user's function makes of it. Of a key whose function throws nothing is recorded.
 *
 * A template replaces numbers, UUIDs, hashes and e-mail addresses; a name such as that in `user:alice` stays.
 */
export function describeKey(key: string, keys: ResolvedCache['keys'], report: ReportFault): string | undefined {
  if (keys === 'none') return undefined;
  if (keys === 'template') return template(key);
  if (keys === 'hash') return hash('sha256', key).slice(0, HASH_LENGTH);
  try {
    const described: unknown = keys(key);
    return typeof described === 'string' ? described : undefined;
  } catch (error) {
    report('The function in cache.keys threw', error);
    return undefined;
  }
}

function template(key: string): string {
  // Half an address or id would not be recognised as one.
  const read = key.length > MAX_LENGTH ? `${key.slice(0, MAX_LENGTH).replace(LAST_PART, '')}…` : key;
  return read.replaceAll(EMAIL, '?').replaceAll(UUID, '?').replaceAll(TOKEN, '?').replaceAll(DIGITS, '?');
}
