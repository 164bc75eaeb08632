import { isDigit, isWordPart, type SqlReader } from './sql-reader.js';

const DOT = 0x2e;

/** The position after a number and adjoining characters: `1.5e-3`, `0x1F`, `1_000`. A sign may be at `at`. */
export function endOfNumber(reader: SqlReader, at: number): number {
  let end = at + 1;
  for (;;) {
    const code = reader.code(end);
    const isExponent = isSign(code) && (reader.code(end - 1) | 0x20) === 0x65 && isDigit(reader.code(end + 1));
    if (!isWordPart(code) && code !== DOT && !isExponent) return end;
    end++;
  }
}

export function isNumberAt(reader: SqlReader, at: number): boolean {
  const code = reader.code(at);
  return isDigit(code) || (code === DOT && isDigit(reader.code(at + 1)));
}

export function isSign(code: number): boolean {
  return code === 0x2b || code === 0x2d;
}
