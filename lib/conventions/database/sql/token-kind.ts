export type TokenKind =
  | 'word'
  /** A quoted name. */
  | 'identifier'
  /** In double quotes: a name, or a string if no such name exists. */
  | 'doubtful'
  | 'literal'
  | 'parameter'
  | 'open'
  | 'close'
  | 'comma'
  | 'dot'
  | 'semicolon'
  | 'operator'
  /** The rest of the text: it has no end, or it is ambiguous. */
  | 'rest'
  | 'end';
