import type { Dialect } from './dialect.js';
import { NOWHERE } from './quoted.js';
import { isQuote, type SqlReader } from './sql-reader.js';

const CR = 0x0d;
const LF = 0x0a;
const STAR = 0x2a;
const SLASH = 0x2f;
const DASH = 0x2d;
const HASH = 0x23;
const BANG = 0x21;

/**
 * The position after the comment at `at`. Returns `at` if there is no comment. Returns `NOWHERE` if the comment has no
 * end, or if the text may be code.
 */
export function endOfComment(reader: SqlReader, at: number, dialect: Dialect): number {
  const code = reader.code(at);
  if (code === HASH) {
    if (dialect.hash === 'comment') return endOfLine(reader, at, dialect.lineEnd);
    return dialect.hash === 'unknown' ? endIfHarmless(reader, at + 1, LF) : at;
  }
  if (code === DASH && reader.code(at + 1) === DASH) {
    const spaced = at + 2 >= reader.length || reader.code(at + 2) <= 0x20;
    if (spaced || dialect.dashes === 'always') return endOfLine(reader, at, dialect.lineEnd);
    return dialect.dashes === 'unknown' ? endIfHarmless(reader, at + 2, LF) : at;
  }
  return code === SLASH && reader.code(at + 1) === STAR ? endOfBlock(reader, at, dialect) : at;
}

function endOfLine(reader: SqlReader, at: number, lineEnd: Dialect['lineEnd']): number {
  for (let end = at; end < reader.length; end++) {
    const code = reader.code(end);
    if (code === LF || (code === CR && lineEnd === 'any')) return end + 1;
    if (code === CR && lineEnd === 'unknown' && reader.code(end + 1) !== LF) return NOWHERE;
  }
  return reader.length;
}

function endOfBlock(reader: SqlReader, at: number, { nestedComments, codeInComments }: Dialect): number {
  // `/*! … */` and `/*M! … */` are code for some servers and a comment for others.
  const bang = reader.code(at + 2) === BANG || (reader.code(at + 2) === 0x4d && reader.code(at + 3) === BANG);
  if (bang && codeInComments) return endIfHarmless(reader, at + 2, SLASH);
  let depth = 1;
  for (let end = at + 2; end < reader.length; end++) {
    const code = reader.code(end);
    if (code === STAR && reader.code(end + 1) === SLASH) {
      end++;
      if (--depth === 0) return end + 1;
    } else if (code === SLASH && nestedComments !== false && reader.code(end + 1) === STAR) {
      if (nestedComments === 'unknown') return NOWHERE;
      end++;
      depth++;
    }
  }
  return NOWHERE;
}

/** The position after `last`, if the text before it can be removed whether it is a comment or not. */
function endIfHarmless(reader: SqlReader, at: number, last: number): number {
  for (let end = at; end < reader.length; end++) {
    const code = reader.code(end);
    if (code === last && (last !== SLASH || reader.code(end - 1) === STAR)) return end + 1;
    if (isQuote(code) || code === SLASH || code === DASH || code === HASH || (code === CR && last === LF)) {
      return NOWHERE;
    }
  }
  return last === LF ? reader.length : NOWHERE;
}
