export type TokenKind =
  | 'word'
  /** A name in quotes. */
  | 'identifier'
  /** In double quotes: a name, or a string where there is no such name. */
  | 'doubtful'
  | 'literal'
  | 'parameter'
  | 'open'
  | 'close'
  | 'comma'
  | 'dot'
  | 'semicolon'
  | 'operator'
  /** All from here on: it has no end, or it is not certain what it is. */
  | 'rest'
  | 'end';
