import { readProperty } from './read-property.js';

/** ECONNREFUSED, 23505, ER_DUP_ENTRY: an identifier. Free text in `code` does not match. */
const CODE = /^[A-Za-z0-9_.-]{1,64}$/;

/** The code of an error. Undefined if there is none, or if it is free text. */
export function codeOf(error: unknown): string | number | undefined {
  const code = readProperty(error, 'code');
  if (typeof code === 'number' && Number.isFinite(code)) return code;
  return typeof code === 'string' && CODE.test(code) ? code : undefined;
}
