import type { Dialect } from './dialect.js';
import { endOfDollarQuoted, NOWHERE } from './quoted.js';
import { isDigit, isWordPart, type SqlReader } from './sql-reader.js';
import type { TokenKind } from './token-kind.js';

const DOLLAR = 0x24;
const DOT = 0x2e;
/** PostgreSQL allows at most 65,535 parameters. */
const MAX_POSITION_DIGITS = 5;

/** The token at the dollar sign at `at`: a parameter, an amount of money or a quoted text, with its end. */
export function readDollar(
  reader: SqlReader,
  at: number,
  dollar: Dialect['dollar'],
): { readonly kind: TokenKind; readonly end: number } {
  let end = at + 1;
  let digits = 0;
  for (let code = reader.code(end); isWordPart(code) && code !== DOLLAR; code = reader.code(++end)) {
    if (isDigit(code)) digits++;
  }
  const beginsWithDigit = isDigit(reader.code(at + 1));
  if (reader.code(end) === DOLLAR) {
    const isQuoted = dollar === 'postgresql' && !beginsWithDigit;
    return isQuoted ? { kind: 'literal', end: endOfDollarQuoted(reader, at, end) } : { kind: 'rest', end: NOWHERE };
  }
  const isPosition = digits > 0 && digits === end - at - 1 && digits <= MAX_POSITION_DIGITS;
  const isParameter = isPosition
    ? dollar === 'postgresql' || dollar === 'name'
    : end > at + 1 && !beginsWithDigit && dollar !== 'postgresql';
  return { kind: isParameter ? 'parameter' : 'literal', end: afterFraction(reader, end) };
}

/** `$1.50` is one amount. */
function afterFraction(reader: SqlReader, end: number): number {
  return reader.code(end) === DOT && isDigit(reader.code(end + 1)) ? reader.endOfWord(end + 1) : end;
}
