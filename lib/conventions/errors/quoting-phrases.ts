/** A phrase in a message that data follows. */
export interface QuotingPhrase {
  /** The data begins after this match. */
  readonly begins: RegExp;
  /** The data ends before the first of these. */
  readonly ends: readonly string[];
  /**
   * If none of them matches, the data ends before the last of these characters, else at the end of the text. Undefined:
   * it is then no data.
   */
  readonly otherwise?: '"' | "'" | ')' | '}' | 'end';
}

/** The phrases with which databases, caches, ORMs, parsers and Node quote their input. */
export const QUOTING_PHRASES: readonly QuotingPhrase[] = [
  // PostgreSQL: unique, foreign key and exclusion constraints, checks, types.
  {
    begins: /\bkey \([^\n]{1,300}?\)=\(/gi,
    ends: [') already exists', ') is not present', ') is still referenced', ') conflicts with', ') is duplicated'],
    otherwise: ')',
  },
  { begins: /\bfailing row contains \(/gi, ends: [], otherwise: ')' },
  { begins: /\binvalid input (?:syntax|value) for [^\n]{1,100}?: "/gi, ends: [], otherwise: '"' },
  { begins: /\bfor parameter "[\w.]{1,64}": "/gi, ends: [], otherwise: '"' },
  {
    begins:
      /\b(?:array literal|record literal|range literal|unrecognized token|out of range|bit sequence|byte sequence): "/gi,
    ends: [],
    otherwise: '"',
  },
  // MySQL and MariaDB, SQL Server.
  { begins: /\bduplicate entry '/gi, ends: ["' for key"], otherwise: "'" },
  {
    begins: /\b(?:(?:incorrect|truncated)[\w ]{0,40} value|character string|XPATH syntax error): '/gi,
    ends: ["' for column", "' for function", "' at row"],
    otherwise: "'",
  },
  { begins: /\bvalue '/gi, ends: ["' to data type", "' for column", "' for function", "' found during parsing"] },
  { begins: /\bto the value of '/gi, ends: [], otherwise: "'" },
  { begins: /\bkey value is \(/gi, ends: [], otherwise: ')' },
  // Values that databases cannot parse.
  { begins: /\bto use near '/gi, ends: ["' at line"], otherwise: "'" },
  { begins: /\bat or near "/gi, ends: ['" at '], otherwise: '"' },
  { begins: /\bnear "/gi, ends: ['": syntax error'] },
  // MongoDB and Mongoose.
  { begins: /\bdup key: \{/gi, ends: [], otherwise: '}' },
  { begins: /\(`/g, ends: ['`) is shorter', '`) is longer', '`) is more', '`) is less', '`) is not'] },
  { begins: /`/g, ends: ['` is not a valid enum value', '` is invalid'] },
  // Redis: it repeats an unknown command with its arguments.
  { begins: /\bwith args beginning with: /gi, ends: [], otherwise: 'end' },
  // Drizzle, TypeORM, MikroORM.
  { begins: /\nparams: /g, ends: [], otherwise: 'end' },
  { begins: /\bany entity of type [^\n]{1,100} matching: \{/g, ends: [], otherwise: '}' },
  { begins: /^[\w$]{1,80} not found \((?=\{)/g, ends: [], otherwise: ')' },
  { begins: /\bof type '[^'\n]{1,80}' to '/g, ends: ["' of type"], otherwise: "'" },
  // Validators; Node.
  { begins: /\bvalue "/gi, ends: ['" is out of range', '" for type', '" (type', '" at path', '" fails to match'] },
  { begins: /(?:\. Received |, received )(?:type [\w ]{1,30} \()?'/g, ends: [], otherwise: "'" },
  { begins: /"/g, ends: ['" is not valid JSON', '"... is not valid JSON', '" is an invalid header value'] },
  { begins: /^Cannot convert /g, ends: [' to a BigInt'] },
];
