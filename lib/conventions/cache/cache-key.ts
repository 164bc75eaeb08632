import { hash } from 'node:crypto';

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

/** The key without what may be personal: numbers, UUIDs, hashes and e-mail addresses are `?`. A name such as that in `user:alice` stays. */
export function keyTemplate(key: string): string {
  // Half an address or id would not be recognised as one.
  const read = key.length > MAX_LENGTH ? `${key.slice(0, MAX_LENGTH).replace(LAST_PART, '')}…` : key;
  return read.replaceAll(EMAIL, '?').replaceAll(UUID, '?').replaceAll(TOKEN, '?').replaceAll(DIGITS, '?');
}

/** The beginning of the key's SHA-256. */
export function keyHash(key: string): string {
  return hash('sha256', key).slice(0, HASH_LENGTH);
}
