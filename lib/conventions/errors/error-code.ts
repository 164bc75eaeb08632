import { readProperty } from './read-property.js';

/** ECONNREFUSED, 23505, ER_DUP_ENTRY: an identifier, and not free text that somebody put into `code`. */
const CODE = /^[A-Za-z0-9_.-]{1,64}$/;

/** The code that an error carries; undefined where it has none, or one that is free text. */
export function codeOf(error: unknown): string | number | undefined {
  const code = readProperty(error, 'code');
  if (typeof code === 'number' && Number.isFinite(code)) return code;
  return typeof code === 'string' && CODE.test(code) ? code : undefined;
}
