/** A text that counts its character reads. After its end, it returns NaN. */
export class SqlReader {
  steps = 0;

  constructor(readonly text: string) {}

  get length(): number {
    return this.text.length;
  }

  code(at: number): number {
    this.steps++;
    return this.text.charCodeAt(at);
  }

  /** True if `other` is at `at`. */
  has(other: string, at: number): boolean {
    this.steps += other.length;
    return this.text.startsWith(other, at);
  }

  /** The end of the letters, digits and underscores that begin at `at`. */
  endOfWord(at: number): number {
    let end = at;
    while (isWordPart(this.code(end))) end++;
    return end;
  }
}

const UNICODE_SPACE = /[\s\x7F-\x9F\u200B\u2060\uFEFF]/;
const NO_WORD = /[\s\x7F-\x9F\u200B\u2060\uFEFF\p{Sc}]/u;

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isSpace(code: number): boolean {
  return code <= 0x20 || (code > 0x7e && UNICODE_SPACE.test(String.fromCharCode(code)));
}

/** Non-ASCII characters can be part of a name, except spaces and currency signs. */
export function isWordStart(code: number): boolean {
  if (code > 0x7e) return !NO_WORD.test(String.fromCharCode(code));
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}

export function isWordPart(code: number): boolean {
  return isWordStart(code) || isDigit(code) || code === 0x24;
}

/** Characters that can begin a token whose contents another dialect would read as code. */
export function isQuote(code: number): boolean {
  return code === 0x27 || code === 0x22 || code === 0x60 || code === 0x24 || code === 0x5b;
}
