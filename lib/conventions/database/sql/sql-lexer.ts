import { endOfComment } from './comments.js';
import type { Dialect } from './dialect.js';
import { readDollar } from './dollars.js';
import { endOfNumber, isNumberAt, isSign } from './numbers.js';
import { endOfBrackets, endOfQuoted, endOfQuoteString, NOWHERE } from './quoted.js';
import { isDigit, isSpace, isWordPart, isWordStart, SqlReader } from './sql-reader.js';
import type { TokenKind } from './token-kind.js';

const PUNCTUATION: Readonly<Record<number, TokenKind>> = {
  0x28: 'open',
  0x29: 'close',
  0x2c: 'comma',
  0x3b: 'semicolon',
  0x5d: 'close',
};
const QUOTE = 0x27;
const DOUBLE_QUOTE = 0x22;
const BACKQUOTE = 0x60;
const BRACKET = 0x5b;
const DOLLAR = 0x24;
const DOT = 0x2e;
const COLON = 0x3a;
const AT = 0x40;
const HASH = 0x23;
const QUESTION_MARK = 0x3f;
/** Outside quotes, a backslash has a meaning only in `\N`. */
const BACKSLASH = 0x5c;
/** A prefix that belongs to a string: `N'…'`, `X'…'`, `_utf8'…'`. */
const STRING_PREFIX = /^(?:[benrxBENRX]|_\w+)$/;

/**
 * Splits SQL into tokens, in one pass and without backtracking. It never throws. Anything that is not clearly another
 * token is a literal. From the first ambiguous character on, the only token is `rest`.
 */
export class SqlLexer {
  kind: TokenKind = 'end';
  start = 0;
  end = 0;
  /** True if a space or a comment precedes the token. */
  spaced = false;
  /** The kind of the previous token. */
  before: TokenKind = 'end';
  private escapeNext = false;

  private readonly reader: SqlReader;

  constructor(
    text: string,
    private readonly dialect: Dialect,
  ) {
    this.reader = new SqlReader(text);
  }

  /** The number of character reads. */
  get steps(): number {
    return this.reader.steps;
  }

  get text(): string {
    return this.reader.text.slice(this.start, this.end);
  }

  /** Moves to the next token. */
  next(): TokenKind {
    const before = (this.before = this.kind);
    const adjacent = before === 'word' || before === 'identifier' || before === 'doubtful';
    if (!this.skipSpace()) return this.finish('rest', NOWHERE);
    if (this.start >= this.reader.length) return this.finish('end', this.start);
    return this.token(this.reader.code(this.start), adjacent && !this.spaced);
  }

  /** True if a dot follows immediately. */
  get dotFollows(): boolean {
    return this.reader.code(this.end) === DOT;
  }

  private skipSpace(): boolean {
    let at = this.end;
    const from = at;
    while (at < this.reader.length) {
      if (isSpace(this.reader.code(at))) {
        at++;
        continue;
      }
      const end = endOfComment(this.reader, at, this.dialect);
      if (end === at) break;
      this.start = at;
      this.spaced = true;
      if (end === NOWHERE) return false;
      at = end;
    }
    this.start = at;
    this.spaced = at > from;
    return true;
  }

  private token(code: number, afterName: boolean): TokenKind {
    const { start, reader } = this;
    if (isWordStart(code) || (code === HASH && this.dialect.hash === 'word')) return this.word();
    if (isDigit(code)) return this.number();
    if (code === DOT)
      return !afterName && isDigit(reader.code(start + 1)) ? this.number() : this.finish('dot', start + 1);
    if (code === QUOTE) return this.string(start);
    if (code === DOUBLE_QUOTE) return this.doubleQuoted(start);
    if (code === BACKQUOTE) return this.backquoted();
    if (code === BRACKET) return this.bracketed();
    if (code === DOLLAR) return this.dollar();
    if (code === COLON || code === AT) return this.named(code);
    if (code === QUESTION_MARK) return this.questionMark();
    if (code === BACKSLASH && (reader.code(start + 1) | 0x20) !== 0x6e) return this.finish('rest', NOWHERE);
    if (isSign(code) && this.isUnary() && isNumberAt(reader, start + 1)) return this.number();
    return this.finish(PUNCTUATION[code] ?? 'operator', start + 1);
  }

  private finish(kind: TokenKind, end: number): TokenKind {
    this.kind = end === NOWHERE ? 'rest' : kind;
    this.end = end === NOWHERE ? this.reader.length : end;
    if (kind !== 'word') this.escapeNext = false;
    return this.kind;
  }

  private word(): TokenKind {
    const { start, reader, dialect } = this;
    let end = start + 1;
    while (isWordPart(reader.code(end)) || (dialect.hash === 'word' && reader.code(end) === HASH)) end++;
    const following = reader.code(end);
    if (following === QUOTE && end - start <= 32) {
      const word = reader.text.slice(start, end);
      if (/^n?q$/i.test(word) && dialect.quoteStrings !== false) {
        return this.finish('literal', dialect.quoteStrings === true ? endOfQuoteString(reader, end + 1) : NOWHERE);
      }
      if (STRING_PREFIX.test(word)) {
        return this.string(end, /^e$/i.test(word) && dialect.escapeStrings ? 'always' : dialect.backslash);
      }
    }
    // U&'…' and U&"…".
    if (following === 0x26 && end === start + 1 && (reader.code(start) | 0x20) === 0x75) {
      if (reader.code(end + 1) === QUOTE) return this.string(end + 1);
      if (reader.code(end + 1) === DOUBLE_QUOTE) return this.doubleQuoted(end + 1);
    }
    this.escapeNext = end - start === 6 && /^escape$/i.test(reader.text.slice(start, end));
    return this.finish('word', end);
  }

  /** A sign that is part of the following number. */
  private isUnary(): boolean {
    return this.before === 'operator' || this.before === 'open' || this.before === 'comma';
  }

  /** `?`, and SQLite's `?5`. */
  private questionMark(): TokenKind {
    let end = this.start + 1;
    while (isDigit(this.reader.code(end))) end++;
    return this.finish('parameter', end);
  }

  /** Digits and adjoining characters: `1.5e-3`, `0x1F`, `1_000`. */
  private number(): TokenKind {
    return this.finish('literal', endOfNumber(this.reader, this.start));
  }

  private string(at: number, backslash: Dialect['backslash'] | 'always' = this.dialect.backslash): TokenKind {
    const { reader } = this;
    if (this.dialect.tripleQuotes && reader.has(`'''`, at)) return this.finish('rest', NOWHERE);
    // ESCAPE '\' takes one character. No other reading is valid SQL.
    const oneBackslash = this.escapeNext && reader.has(`'\\'`, at) && reader.code(at + 3) !== QUOTE;
    return this.finish('literal', oneBackslash ? at + 3 : endOfQuoted(reader, at + 1, QUOTE, backslash));
  }

  private doubleQuoted(at: number): TokenKind {
    const { reader, dialect } = this;
    if (dialect.tripleQuotes && reader.has('"""', at)) return this.finish('rest', NOWHERE);
    const backslash = dialect.doubleQuoted === 'literal' ? dialect.backslash : 'never';
    return this.finish(dialect.doubleQuoted, endOfQuoted(reader, at + 1, DOUBLE_QUOTE, backslash));
  }

  private backquoted(): TokenKind {
    const { reader, dialect, start } = this;
    if (dialect.backquoted === 'unknown') return this.finish('rest', NOWHERE);
    const backslash = dialect.tripleQuotes ? 'perhaps' : 'never';
    return this.finish('identifier', endOfQuoted(reader, start + 1, BACKQUOTE, backslash));
  }

  private bracketed(): TokenKind {
    const { brackets } = this.dialect;
    if (brackets === 'unknown') return this.finish('rest', NOWHERE);
    if (brackets === 'array') return this.finish('open', this.start + 1);
    return this.finish('identifier', endOfBrackets(this.reader, this.start + 1, brackets === 'doubling'));
  }

  private dollar(): TokenKind {
    const { kind, end } = readDollar(this.reader, this.start, this.dialect.dollar);
    return this.finish(kind, end);
  }

  /** `:name`, `@name`, `@@name`; `::type` is a cast. */
  private named(code: number): TokenKind {
    const { start, reader } = this;
    const doubled = reader.code(start + 1) === code;
    if (code === COLON && doubled) return this.finish('operator', start + 2);
    const nameAt = doubled ? start + 2 : start + 1;
    return isWordStart(reader.code(nameAt))
      ? this.finish('parameter', reader.endOfWord(nameAt))
      : this.finish('operator', start + 1);
  }
}
