import type { Dialect } from './dialect.js';
import type { SqlReader } from './sql-reader.js';

/** The end is unknown: the text is cut off, or it is ambiguous. */
export const NOWHERE = -1;

const BACKSLASH = 0x5c;

/**
 * The position after the closing quote of the quoted text at `at`. Quotes inside are doubled. If a backslash may escape
 * a quote, the text is ambiguous and the end is unknown.
 */
export function endOfQuoted(
  reader: SqlReader,
  at: number,
  quote: number,
  backslash: Dialect['backslash'] | 'always',
): number {
  let slashes = 0;
  for (let end = at; end < reader.length; end++) {
    const code = reader.code(end);
    if (code === BACKSLASH) {
      slashes++;
      continue;
    }
    const hidden = slashes % 2 === 1 && backslash !== 'never';
    slashes = 0;
    if (code !== quote) continue;
    if (hidden && backslash === 'perhaps') return NOWHERE;
    if (hidden) continue;
    if (reader.code(end + 1) !== quote) return end + 1;
    end++;
  }
  return NOWHERE;
}

/** The position after the `]` of a name in brackets. */
export function endOfBrackets(reader: SqlReader, at: number, doubling: boolean): number {
  for (let end = at; end < reader.length; end++) {
    if (reader.code(end) !== 0x5d) continue;
    if (!doubling || reader.code(end + 1) !== 0x5d) return end + 1;
    end++;
  }
  return NOWHERE;
}

const MAX_TAG_LENGTH = 63;

/** The position after the second tag of `$tag$…$tag$`. `at` is the first dollar sign, `tagEnd` the second. */
export function endOfDollarQuoted(reader: SqlReader, at: number, tagEnd: number): number {
  if (tagEnd - at > MAX_TAG_LENGTH) return NOWHERE;
  const tag = reader.text.slice(at, tagEnd + 1);
  for (let end = tagEnd + 1; end < reader.length; end++) {
    if (reader.code(end) === 0x24 && reader.has(tag, end)) return end + tag.length;
  }
  return NOWHERE;
}

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}', '(': ')', '<': '>' };

/** The position after Oracle's `q'[…]'`. `at` is the delimiter. */
export function endOfQuoteString(reader: SqlReader, at: number): number {
  const delimiter = reader.text.charAt(at);
  if (delimiter === '') return NOWHERE;
  const closing = (CLOSING[delimiter] ?? delimiter).charCodeAt(0);
  for (let end = at + 1; end < reader.length; end++) {
    if (reader.code(end) === closing && reader.code(end + 1) === 0x27) return end + 2;
  }
  return NOWHERE;
}
