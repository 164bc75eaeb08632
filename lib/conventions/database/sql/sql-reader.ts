/** A text that counts how often its characters are looked at. Behind its end there are NaN. */
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

  /** Whether `other` stands at `at`. */
  has(other: string, at: number): boolean {
    this.steps += other.length;
    return this.text.startsWith(other, at);
  }

  /** The end of the letters, digits and underscores from `at` on. */
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

/** Characters beyond ASCII can be part of a name, apart from spaces and from what stands before an amount of money. */
export function isWordStart(code: number): boolean {
  if (code > 0x7e) return !NO_WORD.test(String.fromCharCode(code));
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}

export function isWordPart(code: number): boolean {
  return isWordStart(code) || isDigit(code) || code === 0x24;
}

/** What can begin something whose contents another reading would take for code. */
export function isQuote(code: number): boolean {
  return code === 0x27 || code === 0x22 || code === 0x60 || code === 0x24 || code === 0x5b;
}
