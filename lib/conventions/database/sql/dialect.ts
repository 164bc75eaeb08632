/** What SQL dialects disagree about, as far as it decides where a literal begins and ends. */
export interface Dialect {
  /** Whether a backslash can hide a quote: never, or perhaps (a setting of the server decides). */
  readonly backslash: 'never' | 'perhaps';
  /** What is in double quotes; `doubtful` where a name that does not exist becomes a string. */
  readonly doubleQuoted: 'identifier' | 'literal' | 'doubtful';
  readonly backquoted: 'identifier' | 'unknown';
  /** `[name]`, with `]]` for a bracket or without, or an array's subscript. */
  readonly brackets: 'doubling' | 'plain' | 'array' | 'unknown';
  readonly nestedComments: boolean | 'unknown';
  /** What `#` begins. */
  readonly hash: 'comment' | 'word' | 'operator' | 'unknown';
  /** Whether `--` needs a space behind it. */
  readonly dashes: 'always' | 'spaced' | 'unknown';
  /** What a dollar sign begins: `$1` and `$tag$`, a name, an amount of money. */
  readonly dollar: 'postgresql' | 'name' | 'money' | 'unknown';
  /** `E'\''`. */
  readonly escapeStrings: boolean;
  /** `q'[…]'`. */
  readonly quoteStrings: boolean | 'unknown';
  /** Where a comment ends that lasts to the end of the line. */
  readonly lineEnd: 'any' | 'lf' | 'unknown';
  /** `'''…'''`. */
  readonly tripleQuotes: boolean;
  /** `/*! … *\/` is code for some versions of the server. */
  readonly codeInComments: boolean;
}

const POSTGRESQL: Dialect = {
  backslash: 'perhaps',
  doubleQuoted: 'identifier',
  backquoted: 'unknown',
  brackets: 'array',
  nestedComments: true,
  hash: 'operator',
  dashes: 'always',
  dollar: 'postgresql',
  escapeStrings: true,
  quoteStrings: false,
  lineEnd: 'any',
  tripleQuotes: false,
  codeInComments: false,
};

const MYSQL: Dialect = {
  ...POSTGRESQL,
  doubleQuoted: 'literal',
  backquoted: 'identifier',
  nestedComments: false,
  hash: 'comment',
  dashes: 'spaced',
  dollar: 'unknown',
  escapeStrings: false,
  lineEnd: 'lf',
  codeInComments: true,
};

const SQLITE: Dialect = {
  ...POSTGRESQL,
  backslash: 'never',
  doubleQuoted: 'doubtful',
  backquoted: 'identifier',
  brackets: 'plain',
  nestedComments: false,
  dollar: 'name',
  escapeStrings: false,
  lineEnd: 'lf',
};

const SQL_SERVER: Dialect = {
  ...SQLITE,
  backquoted: 'unknown',
  brackets: 'doubling',
  nestedComments: true,
  hash: 'word',
  dollar: 'money',
  lineEnd: 'unknown',
};

const ORACLE: Dialect = {
  ...POSTGRESQL,
  backslash: 'never',
  nestedComments: false,
  dollar: 'unknown',
  escapeStrings: false,
  quoteStrings: true,
  lineEnd: 'lf',
};

/** A database that nothing is known of: where readings differ, the lexer gives up. */
const UNKNOWN: Dialect = {
  backslash: 'perhaps',
  doubleQuoted: 'literal',
  backquoted: 'identifier',
  brackets: 'unknown',
  nestedComments: 'unknown',
  hash: 'unknown',
  dashes: 'unknown',
  dollar: 'unknown',
  escapeStrings: false,
  quoteStrings: 'unknown',
  lineEnd: 'unknown',
  tripleQuotes: true,
  codeInComments: true,
};

const DIALECTS: Readonly<Record<string, Dialect>> = {
  postgresql: POSTGRESQL,
  cockroachdb: POSTGRESQL,
  'aws.redshift': POSTGRESQL,
  mysql: MYSQL,
  mariadb: MYSQL,
  sqlite: SQLITE,
  'microsoft.sql_server': SQL_SERVER,
  'oracle.db': ORACLE,
};

/** The dialect behind a `db.system.name`. */
export function dialectOf(system: string): Dialect {
  return Object.hasOwn(DIALECTS, system) ? (DIALECTS[system] ?? UNKNOWN) : UNKNOWN;
}
