import { hash } from 'node:crypto';

/** Only this part of a longer key is read. This bounds the cost and the recorded text. */
const MAX_LENGTH = 256;
const HASH_LENGTH = 16;

const EMAIL = /[^\s:/|,;#=&?]+(?:@|%40)[^\s:/|,;#=&?]+/gi;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** Matches a hash, a token or a random id: long, with both letters and digits, or with hexadecimal digits only. */
const TOKEN = /(?=[A-Za-z]*\d)[A-Za-z0-9]{8,}|[0-9a-f]{16,}|[0-9A-F]{16,}/g;
const DIGITS = /\d+/g;
/** The part after the last separator. */
const LAST_PART = /[^:/|,;#=&?]*$/;

/**
 * The key without parts that may be personal: `?` replaces numbers, UUIDs, hashes and e-mail addresses. A name, as in
 * `user:alice`, stays.
 */
export function keyTemplate(key: string): string {
  // A cut address or id would not be recognised, so the last part is removed.
  const read = key.length > MAX_LENGTH ? `${key.slice(0, MAX_LENGTH).replace(LAST_PART, '')}…` : key;
  return read.replaceAll(EMAIL, '?').replaceAll(UUID, '?').replaceAll(TOKEN, '?').replaceAll(DIGITS, '?');
}

/** The first digits of the key's SHA-256. */
export function keyHash(key: string): string {
  return hash('sha256', key).slice(0, HASH_LENGTH);
}
