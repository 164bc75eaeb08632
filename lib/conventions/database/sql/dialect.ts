/** The differences between SQL dialects that decide where a literal begins and ends. */
export interface Dialect {
  /** Whether a backslash can escape a quote: never, or perhaps (a server setting decides). */
  readonly backslash: 'never' | 'perhaps';
  /** The meaning of double quotes. `doubtful`: a name that does not exist becomes a string. */
  readonly doubleQuoted: 'identifier' | 'literal' | 'doubtful';
  readonly backquoted: 'identifier' | 'unknown';
  /** The meaning of `[`: a name `[name]`, with `]]` for a bracket or without, or an array subscript. */
  readonly brackets: 'doubling' | 'plain' | 'array' | 'unknown';
  readonly nestedComments: boolean | 'unknown';
  /** The meaning of `#`. */
  readonly hash: 'comment' | 'word' | 'operator' | 'unknown';
  /** True if `--` needs a space after it. */
  readonly dashes: 'always' | 'spaced' | 'unknown';
  /** The meaning of a dollar sign: `$1` and `$tag$`, a name, or an amount of money. */
  readonly dollar: 'postgresql' | 'name' | 'money' | 'unknown';
  /** Supports `E'\''`. */
  readonly escapeStrings: boolean;
  /** Supports `q'[…]'`. */
  readonly quoteStrings: boolean | 'unknown';
  /** The characters that end a line comment. */
  readonly lineEnd: 'any' | 'lf' | 'unknown';
  /** Supports `'''…'''`. */
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

/** An unknown database: where dialects differ, the lexer stops. */
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

/** The dialect for a `db.system.name`. */
export function dialectOf(system: string): Dialect {
  return Object.hasOwn(DIALECTS, system) ? (DIALECTS[system] ?? UNKNOWN) : UNKNOWN;
}
