import type { TokenKind } from './token-kind.js';

const LITERAL = '?';

// The contents of a pair of brackets: anything, a list of values, or one row of several.
const ANYTHING = 0;
const LIST = 1;
const ROW = 2;

/**
 * Writes a query's tokens without literals and comments, and shortens lists: `IN (1, 2, 3)` becomes `IN (?)`, and of
 * the rows of `VALUES` only the first stays.
 */
export class QueryText {
  text = '';
  private readonly frames: number[] = [];
  /** A held-back comma. It is written only if something other than another value follows. */
  private comma = false;
  /** True if the last token was a list value, or a row. */
  private afterValue = false;
  /** The depth of brackets while rows are skipped; 0 while everything is written. */
  private leftOut = 0;
  /** A value was skipped. Its cast is skipped too. */
  private dropped = false;
  private before: TokenKind = 'semicolon';
  private wordBefore = '';
  private castBefore = false;

  take(kind: TokenKind, text: string, spaced: boolean): void {
    switch (kind) {
      case 'open':
        this.open(text, spaced);
        break;
      case 'close':
        this.close(text);
        break;
      case 'comma':
        if (this.afterValue) this.comma = true;
        else this.write(kind, ',', false);
        break;
      case 'literal':
      case 'parameter':
      case 'rest':
        this.value(kind, text, spaced);
        break;
      default:
        this.other(kind, text, spaced);
    }
    if (kind === 'comma' || kind === 'open' || kind === 'close') this.dropped = false;
    this.before = kind;
    this.wordBefore = kind === 'word' ? text : '';
  }

  /** `IN ($1::int, $2::int)` is also a list of values. */
  private other(kind: TokenKind, text: string, spaced: boolean): void {
    const casts = text === '::' || (this.castBefore && kind === 'word');
    this.castBefore = text === '::';
    if (casts && this.dropped) return;
    this.afterValue &&= casts;
    this.dropped = false;
    this.write(kind, text, spaced);
  }

  private open(text: string, spaced: boolean): void {
    const frame = this.frameOf(text);
    if (this.comma && this.leftOut === 0) this.leftOut = this.frames.length + 1;
    this.afterValue = false;
    this.write('open', text, spaced);
    this.frames.push(frame);
  }

  private frameOf(text: string): number {
    if (text === '[' || this.isBefore('IN')) return LIST;
    const isRow = this.isBefore('VALUES') || this.comma || (this.frames.at(-1) === LIST && this.before === 'open');
    return isRow ? ROW : ANYTHING;
  }

  private isBefore(word: string): boolean {
    return this.wordBefore.length === word.length && this.wordBefore.toUpperCase() === word;
  }

  private close(text: string): void {
    this.write('close', text, false);
    const skipped = this.leftOut === this.frames.length && this.leftOut > 0;
    const frame = this.frames.pop();
    if (skipped) this.leftOut = 0;
    this.afterValue = frame === ROW || (frame === LIST && this.frames.at(-1) === LIST);
  }

  private value(kind: TokenKind, text: string, spaced: boolean): void {
    const inList = this.frames.at(-1) === LIST;
    if (inList && this.comma && this.afterValue && kind !== 'rest') {
      this.comma = false;
      this.dropped = true;
      return;
    }
    this.afterValue = inList;
    this.dropped = false;
    const asItIs = kind === 'parameter' && !inList && !text.startsWith('?');
    this.write(kind, asItIs ? text : LITERAL, spaced);
  }

  private write(kind: TokenKind, text: string, spaced: boolean): void {
    if (this.leftOut > 0) {
      this.comma = false;
      return;
    }
    if (this.comma) this.text += ',';
    this.comma = false;
    const apart = spaced && this.text !== '' && this.before !== 'open' && kind !== 'close';
    this.text += apart ? ` ${text}` : text;
  }
}
